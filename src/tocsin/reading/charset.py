"""Bytes as text: which encoding they are in, and what of them could not be read."""

import codecs
import re

from tocsin.errors import ReadingError
from tocsin.records import Skipped

# Longest first: the mark of UTF-32 begins with that of UTF-16.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
META = re.compile(
    rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.-]{2,40})|<\?xml[^>]{1,80}?encoding=[\"']([\w.-]{2,40})"
)
# WHATWG Encoding standard: pages that say Latin-1 or ASCII mean windows-1252.
MEANT = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gbk",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
BINARY = {
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a ZIP archive or office document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a gzip archive",
    b"\x7fELF": "a program",
    b"{\\rtf": "an RTF document",
    b"\xd0\xcf\x11\xe0": "an old office document",
}


def decode(body: bytes, *, name: str, charset: str | None = None) -> tuple[str, tuple[Skipped, ...]]:
    """*body* as text, line ends untouched, and a note where that took a guess or lost something.

    *charset* is what the server said; a byte order mark goes before it, the page's own meta element after it.

    >>> decode(b"Odell d\\xe9nie.", name="x.txt")[0]
    'Odell dénie.'

    Raises ReadingError when *body* is no text at all.
    """
    refuse_binary(body, name)
    for mark, encoding in MARKS:
        if body.startswith(mark):
            return replacing(body[len(mark) :], encoding, name)
    written = META.search(body, 0, 4096)
    said = [known(charset), known((written[1] or written[2]).decode("ascii") if written else None), "utf-8"]
    for encoding in dict.fromkeys(filter(None, said)):
        try:
            return body.decode(encoding), ()
        except UnicodeDecodeError:
            continue
    rough = body.decode("utf-8", "replace")
    lost = rough.count("\ufffd")
    # Broken UTF-8 has whole multi-byte letters beside its broken ones; other encodings hit such a pair by rare chance.
    if sum(character > "\x7f" for character in rough) >= 2 * lost or "utf-8" in said[:2]:
        return replacing(body, "utf-8", name)
    text, skipped = replacing(body, "cp1252", name)
    return text, (Skipped(name, "reading", "its encoding is not stated and not UTF-8: read as windows-1252"), *skipped)


def replacing(body: bytes, encoding: str, name: str) -> tuple[str, tuple[Skipped, ...]]:
    """*body* in *encoding*, each unreadable part as U+FFFD, and how many there were."""
    text = body.decode(encoding, "replace")
    lost = text.count("\ufffd") - body.count(
        "\ufffd".encode() if encoding == "utf-8" else "\ufffd".encode(encoding, "ignore") or b"\0\0\0"
    )
    if lost < 1:
        return text, ()
    parts = "part" if lost == 1 else "parts"
    return text, (Skipped(name, "input", f"{lost} {parts} of it could not be read as {encoding} and stand as \ufffd"),)


def known(charset: str | None) -> str | None:
    """The codec for a charset as a page names it; None when there is none."""
    if not charset:
        return None
    try:
        codec = codecs.lookup(charset)
    except (LookupError, ValueError):
        return None
    if not codec._is_text_encoding or codec.name in (
        "idna",
        "punycode",
        "unicode_escape",
        "raw_unicode_escape",
        "utf-7",
    ):
        return None
    # A page that could be searched for its meta element is not in UTF-16, whatever it says (WHATWG).
    return "utf-8" if codec.name.startswith(("utf-16", "utf-32")) else MEANT.get(codec.name, codec.name)


def refuse_binary(body: bytes, name: str) -> None:
    """Raises ReadingError when *body* is empty or no text."""
    if not body.strip():
        raise ReadingError(f"{name} is empty: give a page or a text with an article in it")
    for magic, kind in BINARY.items():
        if body.startswith(magic):
            raise ReadingError(f"{name} is {kind}: save the article as HTML or plain text")
    if body.startswith(tuple(mark for mark, _ in MARKS)):
        return
    if b"\0" in body:
        raise ReadingError(f"{name} is a binary file (it holds NUL bytes): give HTML, plain text or JSON")
    sample = body[:65_536]
    odd = sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in sample)
    if odd > len(sample) / 20:
        raise ReadingError(f"{name} is a binary file ({odd} control bytes at its start): give HTML, plain text or JSON")
