"""Subscriptions as other feed readers exchange them. Source: OPML 2.0, "subscription lists"."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from itertools import islice
from typing import Any

from lxml import etree

from tocsin.errors import ReadingError
from tocsin.reading.field import LINE, address
from tocsin.reading.markup import UNSEEN, local, tree, written
from tocsin.records.feed import Feed

MOST = 10_000  # subscriptions
OUTLINES = 50_000  # looked at
TYPES = {"feed": "rss", "sitemap": "sitemap", "page": "link"}  # OPML knows "rss" and "link"


@dataclass(frozen=True, slots=True)
class Subscription:
    """One feed of a list."""

    title: str | None
    url: str
    tags: tuple[str, ...] = ()  # the folders it lies in, outermost first, and its categories
    kind: str = "feed"
    language: str | None = None


def read(body: bytes, *, name: str = "the OPML file") -> list[Subscription]:
    """The subscriptions in an OPML file, each address once with the tags of all its places.

    Raises ReadingError when it is no OPML, or holds no subscription.
    """
    root = tree(written(body, name=name), name=name)
    if local(root) != "opml":
        raise ReadingError(f"{name} is no OPML file: it begins with <{local(root)}>")
    found: dict[str, Subscription] = {}
    for outline in islice(root.iter("{*}outline"), OUTLINES):
        said = {key.lower(): value.strip() for key, value in outline.attrib.items() if isinstance(key, str)}
        kinds = {kind: key for key, kind in TYPES.items()}
        kind = kinds.get(said.get("type", "").lower(), "feed")
        target = said.get("xmlurl") or (said.get("url") if kind != "feed" else None)
        url = address(target.replace("feed://", "https://", 1) if target else None, "")
        if url is None or (len(found) >= MOST and url not in found):
            continue
        known = found.get(url)
        tags = dict.fromkeys([*(known.tags if known else ()), *folders(outline), *categories(said)])
        found[url] = Subscription(called(said), url, tuple(tags), kind, said.get("language") or None)
    if not found:
        raise ReadingError(f"{name} holds no subscription: none of its outlines has a web address as xmlUrl")
    return list(found.values())


def folders(outline: Any) -> list[str]:
    """The names of the outlines around this one, outermost first."""
    names = [
        called({k.lower(): v for k, v in one.attrib.items()})
        for one in outline.iterancestors()
        if local(one) == "outline"
    ]
    return [name for name in reversed(names) if name]


def categories(said: dict[str, str]) -> list[str]:
    """OPML's own tags: "/Crisis/Averna,press" is Crisis, Averna and press."""
    return [part.strip() for one in said.get("category", "").split(",") for part in one.split("/") if part.strip()]


def called(said: dict[str, str]) -> str | None:
    """The name of an outline."""
    # Plain text by the standard; some programs escape it twice.
    return " ".join(unescape(said.get("title") or said.get("text") or "").split())[:LINE] or None


def write(feeds: Iterable[Feed], *, title: str = "Tocsin") -> str:
    """An OPML file of *feeds*, each in the folder of its first tag, in their order.

    >>> "xmlUrl" in write([Feed("feed-1", "https://lorusk.example/feed", outlet="The Lorusk Courier")])
    True
    """
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    shelves: dict[str, Any] = {}
    for feed in feeds:
        place = body
        if feed.tags:
            first = UNSEEN.sub("", feed.tags[0])
            if first not in shelves:
                shelves[first] = etree.SubElement(body, "outline", text=first, title=first)
            place = shelves[first]
        name = UNSEEN.sub("", feed.outlet or feed.url)
        outline = etree.SubElement(
            place, "outline", text=name, title=name, type=TYPES.get(feed.kind, "rss"), xmlUrl=feed.url
        )
        if len(feed.tags) > 1:
            outline.set(
                "category", ",".join(UNSEEN.sub("", tag).replace(",", " ").replace("/", " ") for tag in feed.tags[1:])
            )
        if feed.language:
            outline.set("language", feed.language)
    return str(etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True).decode("utf-8"))
