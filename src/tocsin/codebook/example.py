"""Examples of the codebook: sentences with the events in them, which teach, test and explain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tocsin.errors import CodebookError
from tocsin.records import Passage, Span, Status

EXAMPLE_KEYS = frozenset({"text", "codes", "because"})
CODE_KEYS = frozenset({"type", "mode", "pattern", "trigger", "actors", "recipients", "status"})


@dataclass(frozen=True, slots=True)
class Code:
    """One event of an example, its words with their character offsets in the example's text."""

    type: str
    mode: str | None
    pattern: str | None  # id of the pattern, of the code's own type, that must find it
    trigger: Passage
    actors: tuple[Passage, ...]
    recipients: tuple[Passage, ...]
    status: Status


@dataclass(frozen=True, slots=True)
class Example:
    """One example, or a near miss of *type*: a text that looks like it and is not."""

    type: str  # the type whose file it stands in
    text: str
    codes: tuple[Code, ...]
    near_miss: bool
    because: str | None
    file: str  # "events/protest/en.toml"

    @classmethod
    def parse(cls, entry: Mapping[str, object], kind: str, file: str) -> "Example":
        """The example that one `[[example]]` entry writes.

        Raises CodebookError when a phrase is not in the text, or a key is missing or unknown.
        """
        unknown = set(entry) - EXAMPLE_KEYS
        if unknown:
            raise CodebookError(f"unknown key {sorted(unknown)[0]!r}; known are {', '.join(sorted(EXAMPLE_KEYS))}")
        text, codes = entry.get("text"), entry.get("codes")
        if not isinstance(text, str) or not text.strip():
            raise CodebookError("has no text")
        if not isinstance(codes, list):
            raise CodebookError("has no codes; a near miss says codes = []")
        parsed = tuple(code(item, text, kind) for item in codes)
        near_miss = not any(item.type == kind for item in parsed)
        because = entry.get("because")
        if near_miss and not isinstance(because, str):
            raise CodebookError(f'has no code of {kind} and does not say because = "..."')
        return cls(kind, text, parsed, near_miss, because if isinstance(because, str) else None, file)


def code(entry: object, text: str, kind: str) -> Code:
    """The event that one inline table of `codes` writes.

    >>> code({"trigger": "marched", "actors": ["Teachers"]}, "Teachers marched.", "PROTEST").trigger.spans
    (Span(start=9, end=16),)
    """
    if not isinstance(entry, dict) or set(entry) - CODE_KEYS:
        raise CodebookError(f"the code {entry!r} is not a table with keys among {', '.join(sorted(CODE_KEYS))}")
    if "trigger" not in entry:
        raise CodebookError("a code has no trigger: the words that name the event")
    status = str(entry.get("status", "actual"))
    if status not in set(Status):
        raise CodebookError(f"status {status!r} is not one of {', '.join(Status)}")
    return Code(
        type=str(entry.get("type", kind)),
        mode=entry.get("mode"),
        pattern=entry.get("pattern"),
        trigger=passage(text, str(entry["trigger"])),
        actors=_passages(text, entry.get("actors", [])),
        recipients=_passages(text, entry.get("recipients", [])),
        status=Status(status),
    )


def passage(text: str, phrase: str) -> Passage:
    """Where *phrase* stands in *text* as whole words; "her#2" is the second "her", " + " joins two pieces.

    >>> passage("She met her and her son.", "her#2").spans
    (Span(start=16, end=19),)

    Raises CodebookError when it does not occur.
    """
    spans = []
    for piece in phrase.split(" + "):
        words, mark, number = piece.partition("#")
        wanted = int(number) if mark and number.isdigit() else 1
        start = -1
        while wanted:
            start = text.find(words, start + 1)
            if start < 0:
                raise CodebookError(f"{piece!r} is not in the text {text!r}")
            wanted -= _whole(text, start, start + len(words))
        spans.append(Span(start, start + len(words)))
    return Passage.of(text, tuple(spans))


def _whole(text: str, start: int, end: int) -> bool:
    """Whether no word is cut at either end."""
    return not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum()


def _passages(text: str, phrases: Sequence[str]) -> tuple[Passage, ...]:
    return tuple(passage(text, phrase) for phrase in phrases)
