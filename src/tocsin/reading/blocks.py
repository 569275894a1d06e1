"""The text blocks of a page: what trafilatura finds in it once the page's furniture is taken out, each with its kind."""

import logging
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from tocsin.errors import ReadingError

# On the 221 pages of the extraction benchmark the most are 3,400 elements, and 4,300 equal signs between two tags.
MOST = 30_000  # elements; trafilatura needs 0.3 ms for each
ATTRIBUTES = 5_000  # of one element; libxml2 needs time with the square of them
TAG = re.compile(r"<[a-zA-Z][^\s>/]*+((?:[\s/]++[^\s>/][^\s=>/]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+))?+)*+)")
ATTRIBUTE = re.compile(r"[\s/]++[^\s>/][^\s=>/]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+))?+")
UNSEEN = (
    "script",
    "style",
    "template",
    "noscript",
    "svg",
    "math",
    "select",
    "input",
    "textarea",
    "iframe",
    "object",
    "canvas",
)
# What XML has no place for; one of them makes lxml refuse the text it stands in.
UNWRITABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|&#(?:[0-8]|1[1245-9]|2[0-9]|3[01]|x0*(?:[0-8bcef]|1[0-9a-f]));",
    re.IGNORECASE,
)
ALIKE = 40  # letters in which two copies of one paragraph begin or end alike
SENTENCE_END = re.compile(r"[.!?…:;。！？؟۔।]\s*[\"'”’»)\]›“*]*$")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item, quotation or table row."""

    kind: str  # "p", "head", "item", "quote", "row"
    text: str
    linked: bool = False  # all of it is one link


@cache
def furniture() -> tuple[re.Pattern[str], tuple[str, ...], tuple[str, ...]]:
    """The names of elements to take out, the tags they are looked for in, and the tags taken out whole."""
    element = tomllib.loads(files(__package__).joinpath("boilerplate.toml").read_text("utf-8"))["element"]
    names = re.compile(rf"(?:^|\s)(?:[\w]+__)?(?:{'|'.join(element['names'])})(?:$|\s)", re.IGNORECASE)
    return names, tuple(element["tags"]), tuple(element["drop"])


def parsed(html: str, name: str) -> Any:
    """*html* as a tree.

    Raises ReadingError when it is nested so deep, or holds so many elements, that no article can be meant.
    """
    import lxml.etree
    import lxml.html

    if html.count("<") > 2 * MOST:
        raise ReadingError(
            f"{name} holds more than {MOST:,} elements: no news page does, save the article as plain text"
        )
    for tag in TAG.finditer(html):
        if len(tag[1]) > 2 * ATTRIBUTES and len(ATTRIBUTE.findall(tag[1])) > ATTRIBUTES:
            raise ReadingError(f"{name} has an element with more than {ATTRIBUTES:,} attributes: no news page does")
    html = UNWRITABLE.sub("", html)
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise ReadingError(f"{name} is no readable HTML page ({error}): save the article as plain text") from None
    # libxml2 stops at 256 elements within each other and drops the rest; what follows could have been the article.
    limits = [entry.message for entry in parser.error_log if entry.type_name == "ERR_RESOURCE_LIMIT"]
    if limits:
        deep = "nests its elements too deep" if "depth" in limits[0] else "is too large in one place"
        raise ReadingError(f"{name} {deep} ({limits[0].split(',')[0].lower()}): save the article as plain text")
    for element in tree.iter():
        for attribute in ("class", "id", "style"):
            # Every pattern of ours and of trafilatura's runs over these.
            if len(element.get(attribute) or "") > 1_000:
                element.set(attribute, element.get(attribute)[:1_000])
    return tree


def bared(tree: Any) -> list[str]:
    """Takes the furniture out of *tree*: advertisements, sign-ups, share and related boxes, captions, scripts.

    Gives the text of what it took out of the page's main part, a line for each piece.
    """
    names, tags, drop = furniture()
    whole = paragraphs(tree)
    taken: list[str] = []
    for element in list(tree.iter(*drop)):
        # Some publishers wrap the whole article in a form or a video element.
        if element.getparent() is not None and (element.tag in UNSEEN or paragraphs(element) * 3 < whole):
            if element.tag not in UNSEEN and within(element):
                taken.append(pieces(element))
            element.drop_tree()
    for element in list(tree.iter(*tags)):
        name = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.getparent() is None or element.tag in ("body", "html") or not names.search(name):
            continue
        if paragraphs(element) * 5 > whole or element.xpath("ancestor::blockquote"):
            continue
        if within(element):
            taken.append(pieces(element))
        element.drop_tree()
    for element in tree.iter("blockquote"):
        # trafilatura passes over embedded posts, and in political news they are what was said.
        if "tweet" in (element.get("class") or ""):
            element.attrib.pop("class")
    return [text for text in dict.fromkeys(taken) if text]


def pieces(element: Any) -> str:
    """The pieces of text under *element*, a line each."""
    return "\n".join(filter(None, map(single, element.itertext())))


def within(element: Any) -> bool:
    """Whether *element* stands in the page's main part."""
    return any(above.tag in ("article", "main") for above in element.iterancestors())


def paragraphs(element: Any) -> int:
    """The characters of running text under *element*: its paragraphs, not its links and labels."""
    return sum(len(paragraph.text_content()) for paragraph in element.iter("p"))


def blocks(tree: Any, url: str | None = None) -> list[Block]:
    """The blocks of the article's body in *tree*, as trafilatura finds them, with what it left between."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    # Asked for links it would part paragraphs at them ("MacBook Prowas released"), so they are looked up in the tree.
    found = trafilatura.bare_extraction(tree, url=url, favor_precision=True, include_comments=False)
    body = getattr(found, "body", None)
    if body is None:
        return []
    links = {compared(link.text_content()) for link in tree.iter("a")} - {""}
    return [
        Block(block.kind, block.text, compared(block.text) in links) for block in recovered(list(flattened(body)), tree)
    ]


def recovered(found: list[Block], tree: Any) -> list[Block]:
    """*found* with the paragraphs that trafilatura passed over though they stand where those of the article stand.

    Some pages part the body into several containers, for an advertisement between; trafilatura takes one of them. A
    passed-over paragraph belongs when it reads as prose and its container has the tag and class of one that holds at
    least three of the paragraphs found.
    """
    places: dict[str, int] = {}
    starts: dict[str, int] = {}
    for index, block in enumerate(found):
        places.setdefault(compared(block.text), index)
        starts.setdefault(compared(block.text)[:ALIKE], index)
    standing = [(element, compared(element.text_content())) for element in tree.iter("p")]
    homes = Counter(home(element) for element, text in standing if text in places)
    whole = "".join(places)
    kept = list(found)
    after = -1
    added: dict[int, list[Block]] = {}
    for element, text in standing:
        if text in places:
            after = max(after, places[text])
            continue
        if homes[home(element)] < 3 or not home(element) or len(text) < 60 or text in whole:
            continue
        written = single(element.text_content())
        links = sum(len(link.text_content()) for link in element.iter("a"))
        if not SENTENCE_END.search(written) or links * 2 > len(written):
            continue
        if (index := starts.get(text[:ALIKE], -1)) >= 0:
            # The same paragraph, but trafilatura lost the words of a link in it.
            if len(compared(found[index].text)) < len(text) and found[index].kind == "p":
                kept[index] = Block("p", written)
        elif text[-ALIKE:] not in whole:
            added.setdefault(after, []).append(Block("p", written))
    return [*added.get(-1, []), *(block for index, held in enumerate(kept) for block in (held, *added.get(index, [])))]


def home(element: Any) -> str:
    """What an element stands in: the tag and class of its parent; empty when the parent has no class."""
    parent = element.getparent()
    return f"{parent.tag}.{parent.get('class')}" if parent is not None and parent.get("class") else ""


def flattened(body: Any) -> Iterator[Block]:
    """trafilatura's body as blocks."""
    kinds = {"head": "head", "quote": "quote", "blockquote": "quote", "table": "row", "list": "item", "item": "item"}
    for element in body:
        if not isinstance(element.tag, str):
            continue
        kind = kinds.get(element.tag, "p")
        if kind == "row":
            rows = dict.fromkeys(
                single(" ".join("".join(cell.itertext()) for cell in row.iter("cell"))) for row in element.iter("row")
            )
            yield from (Block("row", row) for row in rows if row)
            continue
        for part in element.xpath("./item") or [element]:
            yield from (Block(kind, text) for text in parted(part))
        if element.tail and element.tail.strip():
            yield Block("p", single(element.tail))


def parted(element: Any) -> list[str]:
    """The text of *element*, parted where a line break ends a sentence; within a sentence a break stays as "\\n"."""
    pieces = [""]

    def broken() -> None:
        ended = SENTENCE_END.search(pieces[-1].strip())
        if ended:
            pieces.append("")
        elif pieces[-1].strip():
            pieces[-1] += "\n"

    def walk(node: Any) -> None:
        pieces[-1] += " ".join(re.split(r"\s+", node.text or ""))
        for child in node:
            if child.tag in ("lb", "p", "item", "head", "quote"):
                broken()
            if isinstance(child.tag, str):
                walk(child)
            if child.tag in ("p", "item", "head", "quote"):
                broken()
            pieces[-1] += " ".join(re.split(r"\s+", child.tail or ""))

    walk(element)
    lines = ("\n".join(filter(None, map(single, piece.split("\n")))) for piece in pieces)
    return [text for text in lines if text]


def compared(text: str) -> str:
    """*text* for comparing: its letters and digits."""
    return re.sub(r"[\W_]+", "", text.lower())


def single(text: str) -> str:
    """*text* with single blanks, and without what no news text holds: controls, soft hyphens, zero widths."""
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff\ufffe\uffff]", "", text)
    return " ".join(text.split())
