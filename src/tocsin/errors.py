"""What can go wrong, named for what the caller can do.

    TocsinError             anything Tocsin raises on purpose; the command prints it in one sentence
    ├── ReadingError        this address or file gave no article: try another
    │   ├── FetchError      the network said no, or we did (a private address, too big, too slow)
    │   └── NotAnArticle    the page was read and is no article (index page, cookie wall, empty page)
    ├── ModelError          the reader model is missing, damaged or of another version: reinstall
    ├── CodebookError       a codebook file is wrong: names file and line, mend it
    ├── RecordError         a record or JSON text does not have the shape it claims
    ├── GradeError          a grade is not a letter A-F and a digit 1-6
    ├── RegisterError       a file of the source register is wrong: names file and line, mend it
    ├── ProblemError        a warning problem cannot be tested, run or resolved: says why, mend it
    └── StoreError          the database cannot be reached, read or written: says why; nothing of the step was kept
        └── LeaseLost       the job has passed to another worker, who does it: leave it and take the next

What a run may survive is not an error but a record, `tocsin.records.Skipped`.
"""


class TocsinError(Exception):
    """Anything Tocsin raises on purpose; its text is one clear sentence."""


class ReadingError(TocsinError):
    """This address or file gave no article."""


class FetchError(ReadingError):
    """The network refused, or the guarded client did."""


class NotAnArticle(ReadingError):  # noqa: N818 - it says what was found, as FileNotFoundError does
    """The page was read, and it is no article."""


class ModelError(TocsinError):
    """The reader model is missing, damaged or of another version."""


class CodebookError(TocsinError):
    """A codebook file is wrong; the text names the file and the entry."""


class RecordError(TocsinError):
    """A record or a JSON text does not have the shape it claims."""


class GradeError(TocsinError):
    """A text is not a grade like B2."""


class RegisterError(TocsinError):
    """A file of the source register is wrong; the text names file and line."""


class ProblemError(TocsinError):
    """A warning problem cannot be tested, run or resolved; the text names file and line where there is one."""


class StoreError(TocsinError):
    """The database cannot be reached, read or written; nothing of the step that failed was kept."""


class LeaseLost(StoreError):  # noqa: N818 - it says what happened: no fault, and nothing to mend
    """The job has passed to another worker, or is done; what was to be kept with it was not."""
