"""One news article as read: the words, and what the page says about them."""

from dataclasses import dataclass
from datetime import date

from tocsin.records.skipped import Skipped


@dataclass(frozen=True, slots=True)
class Dateline:
    """The "CARACAS, Jan 24 (Agency) -" before the first sentence."""

    place: str
    agency: str | None = None
    day: date | None = None  # the day as written, its year taken from the publication date


@dataclass(frozen=True, slots=True)
class Figures:
    """What the page counts about itself; never part of the body."""

    views: int | None = None
    comments: int | None = None
    shares: int | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One news article.

    *text* is the body: paragraphs parted by a blank line for pages, the input verbatim for plain text, so
    that every span of every later record counts in it. The title is not part of it unless the input had it there.
    """

    id: str
    text: str
    title: str | None = None
    outlet: str | None = None
    byline: tuple[str, ...] = ()
    published: date | None = None
    published_how: str | None = (
        None  # where the day was found: "given", "json-ld", "opengraph", "page", "dateline", "address"
    )
    dateline: Dateline | None = None
    agency: str | None = None  # the agency credited, in the dateline, byline or a closing line
    language: str | None = None  # BCP 47, "en"
    url: str | None = None
    figures: Figures = Figures()
    skipped: tuple[Skipped, ...] = ()  # what of the page was left out, and why
