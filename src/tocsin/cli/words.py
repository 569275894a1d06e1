"""How records read to a person: one wording for terminal, Markdown and HTML.

The words themselves are in `words.toml`; a code nobody gave a word for is shown as it is.
"""

import re
import tomllib
import unicodedata
from datetime import date
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from tocsin.records import (
    Actor,
    Article,
    Briefing,
    Claim,
    Directness,
    Event,
    Party,
    Skipped,
    Source,
    Trace,
    When,
    Where,
)

# Quote marks that may already stand around a quotation: a speaker's words get one pair, not two.
QUOTE_MARKS = '"“”„‟«»「」『』'
# Marks that turn the direction of what follows; in a report they could turn our own words round.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@cache
def words() -> dict[str, dict[str, str]]:
    """The tables of `words.toml`."""
    return tomllib.loads(files("tocsin.cli").joinpath("words.toml").read_text(encoding="utf-8"))


def word(table: str, code: str) -> str:
    """What *code* of *table* is called; the code itself when it has no word.

    >>> word("status", "hypothetical"), word("status", "unheard of")
    ('possible', 'unheard of')
    """
    return words()[table].get(code, code)


def clean(text: str) -> str:
    """*text* on one line, safe to print: no control characters, nothing that turns the writing direction.

    >>> clean("They go,\\n she\\x1b[31m said.")
    'They go, she[31m said.'
    """
    flat = " ".join(text.split())
    if flat.isascii() and flat.isprintable():
        return flat
    return "".join(c for c in flat if c not in TURNING and unicodedata.category(c) not in ("Cc", "Cs"))


def shorten(text: str, width: int) -> str:
    """*text* cleaned and cut at a word to at most *width* characters.

    >>> shorten("Averna will not talk to anybody before the vote.", 24)
    'Averna will not talk to…'
    """
    text = clean(text)
    if len(text) <= width:
        return text
    # A text without blanks near its end (a script that writes none, one endless word) is cut where it is.
    blank = text.rfind(" ", width * 2 // 3, width)
    return text[: blank if blank > 0 else width - 1].rstrip(" ,;:—–-") + "…"


def country(code: str) -> str:
    """The name of a country by its three-letter code, or of one of the codes for what is no country.

    >>> country("VEN"), country("UNO"), country("QQQ")
    ('Venezuela', 'United Nations', 'QQQ')
    """
    named = words()["country"].get(code)
    if named is not None:
        return named
    # Here and not above: babel is slow to wake, and half of all runs never name a country.
    from babel import Locale
    from babel.core import get_global

    two = get_global("territory_aliases").get(code) or [code]
    return str(Locale("en").territories.get(two[0], code))


def language(code: str) -> str:
    """The English name of a language by its BCP 47 code.

    >>> language("es"), language("en-GB"), language("??")
    ('Spanish', 'English', '??')
    """
    from babel import Locale

    return str(Locale("en").languages.get(code.split("-")[0].lower(), code))


def day(value: date) -> str:
    """A day as written in running text.

    >>> day(date(2031, 1, 24))
    '24 January 2031'
    """
    return f"{value.day} {value:%B} {value.year}"


def speaker(source: Source) -> str:
    """Who makes a claim: name, role and country, as far as each is known.

    >>> speaker(Source("he", (), Actor("Ivo Maro", "ROU", "SPY", "director of the State Watch")))
    'Ivo Maro, director of the State Watch (Romania)'
    >>> speaker(Source("Romania", (), Actor("Romania", "ROU")))
    'Romania'
    >>> speaker(Source("", (), None))
    'Nobody named'
    """
    actor = source.actor or Actor()
    if not (source.text or actor.name or actor.role or actor.country):
        return "Nobody named"
    place = country(actor.country) if actor.country else None
    # Somebody without a name is shown in the words of the article.
    named = clean(actor.name or "") or shorten(source.text, 80)
    if actor.role and actor.role.casefold() not in named.casefold():
        named = f"{named}, {clean(actor.role)}" if named else clean(actor.role)
    named = named or place or ""
    named = named[:1].upper() + named[1:]
    return f"{named} ({place})" if place and place not in named else named


def short_speaker(source: Source) -> str:
    """Who makes a claim in one name, for "told by ..."."""
    actor = source.actor
    name = (actor.name if actor else None) or source.text or (actor.role if actor else None)
    return shorten(name, 60) if name else "nobody named"


def party(holder: Party) -> str:
    """Who takes part: the resolved name, or the words as written.

    >>> party(Party("its neighbour", (), name="Romania", country="ROU"))
    'Romania'
    """
    return shorten(holder.name or holder.text, 60) or (country(holder.country) if holder.country else "unknown")


def party_title(holder: Party) -> str:
    """All that is known of somebody who takes part, for whoever points at the name."""
    known = [f"“{shorten(holder.text, 80)}”" if holder.text else "", clean(holder.role or "")]
    known.append(word("sector", holder.sector) if holder.sector else "")
    known.append(country(holder.country) + (" (presumed)" if holder.presumed else "") if holder.country else "")
    return ", ".join(piece for piece in known if piece)


def party_code(holder: Party) -> str:
    """The code of the country, with a question mark where it is only presumed; empty where there is none.

    >>> party_code(Party("students", (), country="ROU", presumed=True)), party_code(Party("he", ()))
    ('ROU?', '')
    """
    return clean(holder.country or "") + ("?" if holder.country and holder.presumed else "")


def quoted(claim: Claim) -> bool:
    """Whether all of a claim's content is in the speaker's own words."""
    return claim.directness is Directness.DIRECT


def said(claim: Claim, width: int | None = None) -> str:
    """What a claim says, in one pair of quote marks where the words are the speaker's own."""
    text = clean(claim.content.text)
    if quoted(claim):
        inner = text.strip(QUOTE_MARKS + " ").rstrip(",")
        return f"“{inner if width is None else shorten(inner, max(width - 2, 8))}”"
    return text if width is None else shorten(text, width)


def teller(event: Event, briefing: Briefing) -> str:
    """Who tells of an event: the speaker of the claim it rests on, or the outlet in its own voice."""
    claim = next((claim for claim in briefing.claims if claim.id == event.claim), None)
    if claim is not None:
        return short_speaker(claim.source)
    return clean(briefing.article.outlet) if briefing.article.outlet else "the article itself"


def when(value: When) -> str:
    """The days an event can have happened on, and how they are known.

    >>> from tocsin.records import How
    >>> when(When(date(2031, 1, 23), date(2031, 1, 23), How.RELATIVE, "Thursday"))
    '23 January 2031 (“Thursday”)'
    """
    start, end = value.start, value.end
    if start and end:
        days = day(start) if start == end else f"{day(start)} to {day(end)}"
    elif start or end:
        days = f"from {day(start)}" if start else f"by {day(end)}" if end else ""
    else:
        days = "day unknown"
    return f"{days} (“{shorten(value.text, 40)}”)" if value.text else f"{days} ({word('how', value.how)})"


def where(value: Where) -> str:
    """The place of an event, with its country where that says more."""
    place = country(value.country) if value.country else None
    text = shorten(value.text, 60)
    return f"at {text} ({place})" if place and place not in text else f"at {text}"


def headline(article: Article) -> str:
    """The title, or the first words where there is none."""
    return clean(article.title or "") or shorten(article.text, 80) or "An article without words"


def provenance(article: Article) -> list[str]:
    """Where an article comes from, in short pieces.

    Outlet, byline, day and how it is known, dateline, agency, language, and what the page counts about itself.
    """
    pieces = [clean(article.outlet)] if article.outlet else []
    if article.byline:
        pieces.append("by " + " and ".join(clean(name) for name in article.byline))
    if article.published:
        how = f" ({word('published_how', article.published_how)})" if article.published_how else ""
        pieces.append(day(article.published) + how)
    else:
        pieces.append("date unknown")
    if article.dateline:
        place = clean(article.dateline.place)
        written = f", {day(article.dateline.day)}" if article.dateline.day else ""
        pieces.append(f"datelined {place}{written}")
    agency = article.agency or (article.dateline.agency if article.dateline else None)
    if agency:
        pieces.append(f"agency {clean(agency)}")
    if article.language:
        pieces.append(language(article.language))
    figures = article.figures
    counted = (("view", figures.views), ("comment", figures.comments), ("share", figures.shares))
    pieces += [f"{count:,} {noun}{'' if count == 1 else 's'}" for noun, count in counted if count is not None]
    return pieces


def counts(briefing: Briefing) -> str:
    """How much a briefing holds, as in "8 claims · 1 event"; "" when it holds nothing."""
    counted = (("claim", briefing.claims), ("event", briefing.events), ("stance", briefing.stances))
    return " · ".join(f"{len(all_)} {noun}{'' if len(all_) == 1 else 's'}" for noun, all_ in counted if all_)


def address(article: Article) -> str | None:
    """The article's address when it is one a browser may follow; None for any other scheme.

    >>> address(Article("a", "", url="javascript:alert(1)")) is None
    True
    """
    if article.url is None or urlsplit(article.url).scheme not in ("http", "https"):
        return None
    return re.sub(r"\s", "", article.url)


def magnitude(event: Event) -> str:
    """The people an event counts, as in "12 dead, 30 injured"."""
    return ", ".join(f"{count:,} {clean(what)}" for what, count in event.magnitude.items())


def details(event: Event, briefing: Briefing) -> list[str]:
    """What is told of an event beside who does it to whom: its words, what it is part of, its days, place and people."""
    pieces = [f"“{shorten(event.trigger.text, 40)}”"] if event.trigger.text else []
    outer = next((one for one in briefing.events if one.id == event.within), None)
    if outer is not None:
        pieces.append(f"within {clean(outer.type)} “{shorten(outer.trigger.text, 30)}”")
    if event.when:
        pieces.append(when(event.when))
    if event.where:
        pieces.append(where(event.where))
    if event.magnitude:
        pieces.append(magnitude(event))
    return pieces


def coding(event: Event) -> list[str]:
    """How an event is coded beyond its type: contexts, quad class, CAMEO."""
    pieces = [f"context {', '.join(map(clean, event.contexts))}"] if event.contexts else []
    if event.quad:
        pieces.append(clean(event.quad))
    if event.announced_as:
        pieces.append(f"its announcement is {clean(event.announced_as)} in PLOVER")
    if event.cameo:
        pieces.append(f"CAMEO {clean(event.cameo)}")
    return pieces


def because(trace: Trace, score: float | None = None) -> list[str]:
    """Why a record is there, in short sentences."""
    lines = [f"read by the model {trace.model}"] if trace.model else []
    if trace.rule:
        lines.append(f"by the rule {trace.rule}")
    if trace.codebook:
        lines.append(f"codebook {trace.codebook}")
    lines += trace.notes
    if score is not None:
        lines.append(f"score {score:.2f}")
    return [clean(line) for line in lines]


def left_out(briefing: Briefing) -> list[Skipped]:
    """All that was left out, of the page and of the run, each once."""
    return list(dict.fromkeys((*briefing.article.skipped, *briefing.skipped)))
