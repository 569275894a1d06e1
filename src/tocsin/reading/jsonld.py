"""The JSON-LD a page carries: the objects in it, and the one that describes the article."""

import json
import re
from collections import deque
from typing import Any

Object = dict[str, Any]

# Best first; what is not here describes no article. Source: schema.org, the sub-types of Article, and what pages carry.
TYPES = (
    "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "BackgroundNewsArticle",
    "AskPublicNewsArticle", "ReviewNewsArticle", "LiveBlogPosting", "Article", "BlogPosting", "Report",
    "ScholarlyArticle", "AdvertiserContentArticle", "SatiricalArticle", "TechArticle", "SocialMediaPosting",
    "MedicalScholarlyArticle",
)  # fmt: skip
# Where other articles than this one are named.
ELSEWHERE = frozenset(
    ("itemListElement", "hasPart", "isPartOf", "relatedLink", "mentions", "citation", "isBasedOn", "comment", "about")
)
MOST = 2_000  # objects looked at; the richest page of the extraction benchmark has 190


def objects(tree: Any) -> list[Object]:
    """Every JSON-LD object of the page, outermost first; scripts that are no JSON are passed over."""
    found: list[Object] = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        waiting: deque[Any] = deque([loaded(script.text_content())])
        while waiting and len(found) < MOST:
            item = waiting.popleft()
            if isinstance(item, list):
                waiting.extend(item)
            elif isinstance(item, dict):
                if "@type" in item:
                    found.append(item)
                waiting.extend(
                    value for key, value in item.items() if isinstance(value, dict | list) and key not in ELSEWHERE
                )
    return found


def loaded(text: str) -> Any:
    """The JSON in a script, mended where publishers break it; None when it is beyond that."""
    text = re.sub(r"^\s*(?:<!--|<!\[CDATA\[|//\s*<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$|;\s*$", "", text)
    for attempt in (text, re.sub(r",\s*([}\]])", r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def types(item: Object) -> list[str]:
    """The types of *item*, without the address schema.org gives them."""
    written = item.get("@type")
    return [str(kind).rsplit("/", 1)[-1] for kind in (written if isinstance(written, list) else [written])]


def article(found: list[Object]) -> Object | None:
    """The object that describes the page's article; None when there is none.

    >>> article([{"@type": "WebSite"}, {"@type": ["Article"], "headline": "Averna denies it"}])["headline"]
    'Averna denies it'
    """
    ranked = [
        (min(TYPES.index(kind) for kind in kinds), index)
        for index, item in enumerate(found)
        if (kinds := [kind for kind in types(item) if kind in TYPES])
        and (item.get("headline") or item.get("datePublished") or item.get("author"))
    ]
    # Pages with a feed below the article carry many; the first of the page is its own.
    return found[min(ranked, key=lambda entry: (entry[0] > 10, entry[1]))[1]] if ranked else None


def texts(value: Any) -> list[str]:
    """The strings or names in *value*, which pages write as a string, an object or a list of either."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return texts(value.get("name") or value.get("@value"))
    if isinstance(value, list):
        return [text for item in value for text in texts(item)]
    return []
