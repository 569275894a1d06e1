"""What can go wrong, named for what the caller can do.

    TocsinError             anything Tocsin raises on purpose; the command prints it in one sentence
    ├── ReadingError        this address or file gave no article: try another
    │   ├── FetchError      the network said no, or we did (a private address, too big, too slow)
    │   └── NotAnArticle    the page was read and is no article (index page, cookie wall, empty page)
    ├── ModelError          the reader model is missing, damaged or of another version: reinstall
    ├── CodebookError       a codebook file is wrong: names file and line, mend it
    └── RecordError         a record or JSON text does not have the shape it claims

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
