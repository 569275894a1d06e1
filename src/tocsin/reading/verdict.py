"""Whether a page is an article at all, and if not, what it is instead."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from tocsin.errors import NotAnArticle
from tocsin.reading.blocks import SENTENCE_END, Block
from tocsin.reading.metadata import Metadata

# On the 90 hand-read pages of the extraction benchmark, all articles, three bodies have less than 600 characters and
# none less than 500; pages with 700 characters of body show up to 56 headlines.
LITTLE = 600  # characters of body under which the page's own words are asked what it is
WALL = 250  # characters of prose that a wall's own words may come to on a page that calls itself an article
LEAST = 80  # characters of body that a brief must have
HEADLINES = 12  # links as long as a headline that make a page with little body an index


@cache
def signs() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What a page is, and the words that say so."""
    entries = tomllib.loads(files(__package__).joinpath("verdict.toml").read_text("utf-8"))["sign"]
    return tuple((entry["why"], re.compile("|".join(entry["patterns"]), re.IGNORECASE)) for entry in entries)


def check(body: Sequence[Block], page_text: str, headline_links: int, meta: Metadata, name: str) -> None:
    """Raises NotAnArticle, with what the page is instead, when *body* is not the body of an article.

    *page_text* is all the page shows, *headline_links* how many of its links are as long as a headline.
    """
    size = sum(len(block.text) for block in body)
    prose = sum(len(block.text) for block in body if SENTENCE_END.search(block.text) and not block.linked)
    if not page_text.strip():
        raise NotAnArticle(f"{name} is no article: the page is empty, or shows itself with scripts only")
    if size < LITTLE:
        # The few words of a wall are what the page says; the same words under an article are its footer.
        said = f"{meta.title or ''} {page_text[:3_000]}"
        hits = [(len(pattern.findall(said)), why) for why, pattern in signs()]
        count, why = max(hits, key=lambda hit: hit[0])
        own = sum(len(pattern.findall(" ".join(block.text for block in body))) for _, pattern in signs())
        if count and (prose < LEAST or (own and (not meta.declared or prose < WALL))):
            raise NotAnArticle(f"{name} is no article but {why}")
    front = meta.url is not None and urlsplit(meta.url).path.strip("/") in (
        "",
        "index.html",
        "index.php",
        "home",
        "news",
    )
    if headline_links >= HEADLINES and not (meta.declared and not front) and (size < LITTLE * 2 or front):
        raise NotAnArticle(f"{name} is no article but an index page with {headline_links} headlines: give one of them")
    if prose < LEAST:
        raise NotAnArticle(f"{name} is no article: no running text was found on it ({size} characters of body)")


def headline_links(tree: Any) -> int:
    """How many links of *tree* are as long as a headline: five words and thirty letters."""
    return sum(
        len(text) >= 30 and len(text.split()) >= 5 for text in {link.text_content().strip() for link in tree.iter("a")}
    )


def shown(tree: Any) -> str:
    """The text *tree* shows, scripts and styles apart, in its first 20,000 characters."""
    pieces: list[str] = []
    size = 0
    for element in tree.iter():
        hidden = not isinstance(element.tag, str) or element.tag in (
            "script",
            "style",
            "template",
            "head",
            "title",
            "meta",
        )
        for text in (None if hidden else element.text, element.tail):
            if text and text.strip():
                pieces.append(" ".join(text.split()))
                size += len(text)
        if size > 20_000:
            break
    return " ".join(pieces)
