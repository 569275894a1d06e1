"""What a page counts about itself: views, comments, shares. Never part of the body."""

import re
from typing import Any

from tocsin.records import Figures

NUMBER = r"\d{1,3}(?:[,. \u00a0\u202f]\d{3})+|\d+(?:[.,]\d+)?"
LABELS = {
    "views": r"views?|reads?|hits|aufrufe|vistas|visualizzazioni|visualizações|vues|просмотр\w*|переглядів",
    "comments": (
        r"comments?|replies|responses|kommentare?|comentarios?|comentários?|commentaires?|commenti"
        r"|комментари\w*|коментар\w*"
    ),
    "shares": r"shares?|teilen|compartidos?|partages?|condivisioni",
}
COUNT = re.compile(rf"(?P<number>{NUMBER})\s?(?P<scale>[kKmM](?![\w]))?")
LABELLED = {
    kind: re.compile(
        rf"(?:(?P<before>{NUMBER})\s?(?P<s1>[kKmM])?\s*\b(?:{label})\b|\b(?:{label})\b\s*:?\s*\(?(?P<after>{NUMBER})\s?(?P<s2>[kKmM])?\b\)?)",
        re.IGNORECASE,
    )
    for kind, label in LABELS.items()
}
# A class or attribute that names a counter: "comments", "post-views", "share_count", "td-post-comments".
NAMED = {
    kind: re.compile(
        rf"(?:^|[\s_-])(?:{word}s?)(?:[\s_-]?(?:counts?|counter|number|num|total))?(?:$|\s)", re.IGNORECASE
    )
    for kind, word in (("views", "view"), ("comments", "comment"), ("shares", "share"))
}
SCHEMA = {
    "CommentAction": "comments",
    "ReplyAction": "comments",
    "ViewAction": "views",
    "ReadAction": "views",
    "WatchAction": "views",
    "ShareAction": "shares",
}


def number(text: str, scale: str | None = None) -> int:
    """A count as pages write it.

    >>> number("2,033"), number("2.033"), number("1.2", "k")
    (2033, 2033, 1200)
    """
    if scale:
        return round(float(text.replace(",", ".")) * {"k": 1_000, "m": 1_000_000}[scale.lower()])
    if re.fullmatch(r"\d+[.,]\d{1,2}", text):
        return round(float(text.replace(",", ".")))
    return int(re.sub(r"\D", "", text))


def of_line(line: str) -> Figures | None:
    """The counts a line of text holds, when it holds nothing else.

    Of two bare counts the larger is the views, since nobody comments who has not looked; one bare count says nothing.

    >>> of_line("0 2,033"), of_line("3 comments"), of_line("12 dead in Averna")
    (Figures(views=2033, comments=0, shares=None), Figures(views=None, comments=3, shares=None), None)
    """
    line = line.strip()
    if not line or len(line) > 60:
        return None
    labelled = {kind: found for kind, pattern in LABELLED.items() if (found := pattern.search(line))}
    if labelled:
        rest = line
        for found in labelled.values():
            rest = rest.replace(found[0], "", 1)
        if re.search(r"\w", rest):
            return None
        return Figures(
            **{
                kind: number(found["before"] or found["after"], found["s1"] or found["s2"])
                for kind, found in labelled.items()
            }
        )
    counts = [number(found["number"], found["scale"]) for found in COUNT.finditer(line)]
    if len(counts) != 2 or not re.fullmatch(rf"\W*(?:{NUMBER})\s?[kKmM]?[\s|•·]+(?:{NUMBER})\s?[kKmM]?\W*", line):
        return None
    return Figures(views=max(counts), comments=min(counts))


def joined(first: Figures, second: Figures | None) -> Figures:
    """*first*, and from *second* what it lacks."""
    if second is None:
        return first
    return Figures(
        *(
            mine if mine is not None else other
            for mine, other in (
                (first.views, second.views),
                (first.comments, second.comments),
                (first.shares, second.shares),
            )
        )
    )


def counters(line: str) -> bool:
    """Whether *line* is made of counts only, labelled or not.

    >>> counters("0 2,033"), counters("2,033 views | 4 comments"), counters("On 24 January 2031")
    (True, True, False)
    """
    line = line.strip()
    return len(line) <= 60 and of_line(line) is not None


def of_tree(tree: Any, objects: list[dict[str, Any]]) -> tuple[Figures, list[Any]]:
    """The counts of a page, by its JSON-LD *objects* and by elements named for them, and those elements.

    An element counts when its class, id or itemprop names it and its text is a number and at most its label.
    """
    found = of_schema(objects)
    elements = []
    for element in tree.iter("span", "a", "div", "li", "strong", "b", "em", "i", "p", "data", "button", "meta"):
        name = " ".join(filter(None, (element.get("class"), element.get("id"), element.get("itemprop"))))
        kind = next((kind for kind, pattern in NAMED.items() if name and pattern.search(name)), None)
        if kind is None or len(element) > 4:
            continue
        text = " ".join(str(element.get("content") or element.text_content()).split())
        count = COUNT.match(text)
        if (
            count is None
            or len(text) > 30
            or not re.fullmatch(rf"\W*(?:\b(?:{LABELS[kind]})\b)?\W*", text[count.end() :], re.IGNORECASE)
        ):
            continue
        found.setdefault(kind, number(count["number"], count["scale"]))
        elements.append(element)
    return Figures(**found), elements


def of_schema(objects: list[dict[str, Any]]) -> dict[str, int]:
    """The counts that JSON-LD *objects* state."""
    found: dict[str, int] = {}
    for item in objects:
        if isinstance(item.get("commentCount"), int | str) and str(item["commentCount"]).isdigit():
            found.setdefault("comments", int(item["commentCount"]))
        statistics = item.get("interactionStatistic")
        for statistic in statistics if isinstance(statistics, list) else [statistics]:
            if not isinstance(statistic, dict):
                continue
            action = statistic.get("interactionType")
            action = action.get("@type") if isinstance(action, dict) else action
            kind = SCHEMA.get(str(action).rsplit("/", 1)[-1])
            count = str(statistic.get("userInteractionCount", ""))
            if kind and count.isdigit():
                found.setdefault(kind, int(count))
    return found
