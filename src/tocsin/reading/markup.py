"""A stranger's XML as one safe, bounded tree: what feeds, sitemaps and OPML files are read from.

Everything here takes time in proportion to the bytes given. No document type survives, so there are no entities to
expand or fetch; what is no XML is mended by closing tags where they must be, which is what most broken feeds need.
"""

import re
import zlib
from typing import Any

from lxml import etree

from tocsin.errors import ReadingError
from tocsin.reading import charset
from tocsin.reading.mending import mended, past

LARGEST = 15_000_000  # bytes, as many as the fetcher lets through
SIGNS = 1_000_000  # "<" in one document: a sitemap of 50,000 addresses with all their extras has fewer
PROLOG = 1_000_000  # characters before the first element
TOO_LARGE = 114  # libxml2's XML_ERR_INTERNAL_ERROR with "limit exceeded" or "Excessive depth"
UNMARKED = ((b"<\0\0\0", "utf-32-le"), (b"\0\0\0<", "utf-32-be"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
WIDE = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")  # byte order marks of UTF-16 and UTF-32
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
SUBSET_END = re.compile(r"\]\s*+>")
BEGINS = re.compile(r"<(?:\?xml\b|!--|!DOCTYPE\b|[A-Za-z_])")


def written(body: bytes, *, name: str, said: str | None = None) -> str:
    """*body* as text, unpacked where it is a gzip file. *said* is the charset the server gave.

    Raises ReadingError when it is empty, too large or no text.
    """
    if body.startswith(b"\x1f\x8b"):
        body = unpacked(body, name)
    if len(body) > LARGEST:
        raise ReadingError(f"{name} is larger than {LARGEST / 1e6:g} MB: no feed is")
    if not body.strip():
        raise ReadingError(f"{name} is empty: a feed, a sitemap or a page was wanted")
    for mark, encoding in UNMARKED:
        if body.startswith(mark):
            return body.decode(encoding, "replace")
    if not body.startswith(WIDE):
        body = body.replace(b"\0", b"")  # a stray one in a text; a picture is still no text without them
    if not body.isascii():
        try:
            # Other encodings are almost never valid UTF-8 by chance, and many servers say Latin-1 of whatever they send.
            return body.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
        except UnicodeDecodeError:
            pass
    return charset.decode(body, name=name, charset=said)[0]


def unpacked(body: bytes, name: str) -> bytes:
    """The content of the gzip file *body*, as sitemaps are served."""
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        whole = unpacker.decompress(body, LARGEST + 1)
    except zlib.error as error:
        raise ReadingError(f"{name} is a damaged gzip file: {error}") from None
    if not unpacker.eof and len(whole) <= LARGEST:
        raise ReadingError(f"{name} is a gzip file that breaks off before its end")
    return whole


def tree(text: str, *, name: str) -> Any:
    """The root element of *text*, mended where it is not well-formed; comments and instructions are gone.

    >>> tree("<rss><channel><title>Fish & chips&nbsp;shops<item></channel>", name="x").tag
    'rss'

    Raises ReadingError when there is no element in it, when it declares entities, or nests without end.
    """
    text = without_prolog(UNSEEN.sub("", text), name)
    if text.count("<") > SIGNS:
        raise ReadingError(f"{name} is built to be too much to read (more than {SIGNS:,} tags): refused")
    try:
        return etree.fromstring(text.encode("utf-8"), parser())
    except etree.XMLSyntaxError as error:
        if error.code == TOO_LARGE:
            raise ReadingError(f"{name} is built to be too much to read ({error.msg}): refused") from None
    try:
        return etree.fromstring(mended(text).encode("utf-8"), parser())
    except etree.XMLSyntaxError as error:
        raise ReadingError(f"{name} is not XML, and could not be mended: {error.msg}") from None


def parser() -> Any:
    """A parser that fetches nothing, expands nothing and keeps libxml2's own limits."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )


def without_prolog(text: str, name: str) -> str:
    """*text* from its first element on.

    Raises ReadingError when a document type before it declares entities: no feed needs them, and every attack does.
    """
    first = BEGINS.search(text, 0, 65_536)  # some programs print a warning first
    at = first.start() if first else 0
    while at < min(len(text), PROLOG):
        at = text.find("<", at)
        if at < 0:
            break
        if text.startswith("<!--", at):
            at = past(text, "-->", at + 4)
        elif text.startswith("<?", at):
            at = past(text, "?>", at + 2)
        elif text[at : at + 9].upper() == "<!DOCTYPE":
            end, subset = text.find(">", at), text.find("[", at)
            if 0 <= subset < end:
                found = SUBSET_END.search(text, subset)
                end = found.end() - 1 if found else -1
                if "<!ENTITY" in text[subset : end if found else None].upper():
                    raise ReadingError(f"{name} declares entities (<!ENTITY): refused, no feed needs them")
            at = end + 1 if end >= 0 else len(text)
        elif text.startswith("<!", at):
            if text[at : at + 8].upper() == "<!ENTITY":
                raise ReadingError(f"{name} declares entities (<!ENTITY): refused, no feed needs them")
            at += 2
        elif re.match(r"[A-Za-z_]", text[at + 1 : at + 2]):
            return text[at:]
        else:
            at += 1
    raise ReadingError(f"{name} is no feed: there is no XML element in it")


def local(element: Any) -> str:
    """The name of *element* without its namespace, lower case; "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def text_at(element: Any, *path: str) -> str | None:
    """The text of the first descendant of *element* down *path*, in whatever namespace; None when there is none."""
    for step in path:
        element = next((child for child in element if local(child) == step), None)
        if element is None:
            return None
    return " ".join("".join(element.itertext()).split()) or None
