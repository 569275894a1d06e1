"""Texts as the databases can hold and index them."""

import hashlib
import re
import unicodedata

LONGEST = 200  # characters of a name or key that is indexed; PostgreSQL's index takes 2,704 bytes
# What PostgreSQL's text cannot hold. One character for one, so that spans still count.
UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
BETWEEN = re.compile(r"[\W_]+")


def clean(text: str) -> str:
    """*text* with U+FFFD for each character that no database holds, the others at their places.

    >>> clean("a" + chr(0) + "b") == "a" + chr(0xFFFD) + "b"
    True
    """
    return UNKEEPABLE.sub("\ufffd", text)


def cleaned(text: str | None) -> str | None:
    """The same of what may be absent."""
    return None if text is None else clean(text)


def folded(text: str) -> str:
    """*text* as names are compared: without case, accents, punctuation and doubled blanks.

    >>> folded("  Nicolás  MORO-Vela ")
    'nicolas moro vela'
    """
    return words_of(text)[:LONGEST].strip()


def key_of(text: str | None) -> str | None:
    """The folded name of what may be absent or empty."""
    return (folded(text) or None) if text else None


def words_of(text: str) -> str:
    """The words of *text* with one blank between them, as full-text search sees them."""
    plain = unicodedata.normalize("NFKD", clean(text)).casefold()
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter)) if not plain.isascii() else plain
    return BETWEEN.sub(" ", bare).strip()


def shortened(key: str) -> str:
    """*key* itself, or its beginning and digest where it is longer than an index takes.

    >>> shortened("feed-1 guid-1"), len(shortened("x" * 5000))
    ('feed-1 guid-1', 200)
    """
    bare = clean(key)
    return bare if len(bare) <= LONGEST else f"{bare[: LONGEST - 33]} {digest(bare)}"


def digest(text: str) -> str:
    """32 hexadecimal digits that stand for *text*."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def text_digest(text: str) -> str:
    """The same for two texts that differ in blanks alone."""
    return digest(" ".join(text.split()))
