"""Which articles repeat which: the copies of a wire story, and who told it first.

Ten papers that print one agency's text are one source heard ten times. What is compared is the wording: shingles, every
four words in a row (six characters in scripts that part no words). Which pairs to compare is found by MinHash in bands
of two; what is decided is decided on the shingles themselves. Papers cut and add, so the measure is containment (shared
shingles / shingles of the shorter text), which a cut does not lower, and not Jaccard, which it does.

Three kinds of text share much and are no copies:

- Two reports of one speech. Words in quotation marks are the speaker's, so they count neither as shared nor as missing:
  the text around them decides. A text that is nearly all quotation must be nearly equal.
- One outlet's stories with one background paragraph. A share alone would join short ones, a number alone long ones: a
  copy must share half of the shorter text and at least 40 shingles, more than one long sentence. Papers cut from the end
  and background stands there, so where both tell what they share below their top, the share must be BELOW.
- Weather and market reports, one form with other figures every day. A copy keeps the figures: where many shingles hold
  one, and these are shared less than half as often as the rest, it is the form that is shared.

Chains. A text may join the cluster of a text it copies only if the lead tells that story too: of what the two share, at
least half must be in the lead. A round-up that holds stories A and B is a copy of one of them; the other does not
become a copy of the first through it, for what it shares with the round-up is not in the lead. It stays a cluster of its
own. A second-hand copy of A, cut twice, still joins: what it took from the first copy is A's. So each member is tied to
the lead by the lead's own words, however long the chain.

Limits: does not see paraphrase or translation. A background paragraph longer than half of a short story, near its top,
joins two stories. A brief of fewer than 40 shingles cut from a long story is not found. What a round-up told first is
the lead of all that it holds. Days are compared as written, whatever the time zone. An article costs 0.1 ms for each
*different* rewriting of its story already there; word-for-word copies cost nothing more.

Source: Broder (1997), On the resemblance and containment of documents; the thresholds are from benchmarks/duplicates.py,
seeds 1 to 5, and not the one reported: at ENOUGH .5 recall is .993 with one false pair in all, at .53 .987 with none.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.errors import RecordError
from tocsin.sources.near import Near
from tocsin.sources.shingles import WORD, Shingles, linked, shingled

THROUGH_LEAD = 0.5  # of what a text shares with a copy, how much must be in the lead
UNDATED = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Copy:
    """One article that repeats an earlier one."""

    article: str  # id of the copy
    lead: str  # id of the article it repeats (the root of its cluster)
    of: str  # id of the member whose text it contains most of
    containment: float  # shared shingles / shingles of the shorter text, 0..1
    cut: float  # share of the original's shingles that the copy left out, 0..1
    added: float  # share of the copy's own shingles that the original lacks, 0..1


@dataclass(frozen=True, slots=True)
class Cluster:
    """One story as told first, and its copies in the order they were told."""

    lead: str
    copies: tuple[Copy, ...]


class Duplicates:
    """An index that takes articles one by one and says at once what each repeats.

    `add` knows only what came before; `clusters` and `lead` see everything added, and do not depend on its order.
    Texts are not stored, only their shingles, four bytes each, once for all articles that print the same words.

    >>> wire = "Averna closed the border crossing at Lorusk on Monday, the interior minister said, after two nights of " \\
    ...     "shelling that cut the coast road and left the harbour without power. The crossing had been open since the " \\
    ...     "talks of last spring, and some four thousand people used it every day to reach the markets of the valley."
    >>> articles = Duplicates()
    >>> articles.add("courier-1", "Our readers ask why. " + wire, published=date(2026, 3, 3))
    >>> articles.add("press-1", wire, published=date(2026, 3, 2))
    >>> articles.lead("courier-1")
    'press-1'
    """

    def __init__(self) -> None:
        self._articles: list[_Printed] = []
        self._numbers: dict[str, int] = {}  # the number of each article, by its id
        self._texts: list[Shingles] = []
        self._same: dict[bytes, int] = {}  # the number of each text, by its digest
        self._first: list[int] = []  # for each text, the article that told it first, so far
        self._links: list[dict[int, int]] = []  # for each text, those it shares enough with, and how many shingles
        self._cut_from: list[int] = []  # for each text, how much it looks like the one that the others were cut from
        self._repeats: dict[int, int] = {}  # for each copy, what it repeats, so far
        self._near = Near()
        self._found: tuple[Cluster, ...] | None = None  # once asked for, until the next article
        self._leads: dict[str, str] = {}

    def add(
        self,
        article: str,
        text: str,
        *,
        published: datetime | date | None = None,
        agency: str | None = None,
        outlet: str | None = None,
    ) -> Copy | None:
        """What *article* repeats of what was added before; None when it is new, or told first.

        A date is a whole day; a time without a zone is UTC. Raises RecordError when *article* was added before.
        """
        if article in self._numbers:
            raise RecordError(f"article {article!r} was added before; each article wants an id of its own")
        hashes, shingles = shingled(text)
        number = self._numbers[article] = len(self._articles)
        place = self._place(hashes, shingles, number)
        day, moment = _when(published)
        self._articles.append(_Printed(article, place, day, moment, _names(agency), _names(outlet)))
        self._found = None
        if not len(shingles):
            return None
        rivals = {self._first[place], *(self._first[other] for other in self._links[place])}
        order = self._in_order({number, *rivals})
        if order.index(number) < order.index(self._first[place]):
            self._first[place] = number
        self._settle(number, order[: order.index(number)], self._repeats)
        return self._copy(number, self._repeats) if number in self._repeats else None

    def clusters(self) -> tuple[Cluster, ...]:
        """All stories told more than once, by the id of their lead."""
        if self._found is None:
            self._found = tuple(sorted(self._clusters(), key=lambda cluster: cluster.lead))
            self._leads = {copy.article: copy.lead for cluster in self._found for copy in cluster.copies}
        return self._found

    def lead(self, article: str) -> str:
        """The id of the lead copy; the article's own id when it is alone. Raises RecordError when it was not added."""
        if article not in self._numbers:
            raise RecordError(f"article {article!r} was not added")
        self.clusters()
        return self._leads.get(article, article)

    @property
    def bytes_per_article(self) -> float:
        """Memory that shingles and index take, without ids and Python's own objects."""
        held = sum(shingles.nbytes for shingles in self._texts) + self._near.nbytes
        return held / max(1, len(self._articles))

    def _place(self, hashes: NDArray[np.uint64], shingles: Shingles, number: int) -> int:
        """The number of the text; a new one is linked to those it shares enough with."""
        digest = blake2b(shingles.tobytes() or str(number).encode(), digest_size=16).digest()
        place = self._same.setdefault(digest, len(self._texts))
        if place < len(self._texts):
            return place
        self._texts.append(shingles)
        self._first.append(number)
        self._links.append({})
        self._cut_from.append(0)
        own = int(np.count_nonzero(shingles & 1 == 0))
        for other in self._near.exchange(hashes, len(shingles), own):
            if link := linked(shingles, self._texts[other]):
                shared, source = link
                self._links[place][other] = self._links[other][place] = shared
                self._cut_from[place] += source
                self._cut_from[other] -= source
        return place

    def _clusters(self) -> Iterator[Cluster]:
        printed: dict[int, list[int]] = defaultdict(list)
        for number, article in enumerate(self._articles):
            if len(self._texts[article.text]):
                printed[article.text].append(number)
        for texts in self._components():
            order = self._in_order({number for text in texts for number in printed[text]})
            repeats: dict[int, int] = {}
            first: dict[int, int] = {}
            for number in order:
                text = self._articles[number].text
                told = [first[other] for other in (text, *self._links[text]) if other in first]
                self._settle(number, told, repeats)
                first.setdefault(text, number)
            copies: dict[str, list[Copy]] = defaultdict(list)
            for number in order:
                if number in repeats:
                    copy = self._copy(number, repeats)
                    copies[copy.lead].append(copy)
            yield from (Cluster(lead, tuple(found)) for lead, found in copies.items())

    def _components(self) -> Iterator[set[int]]:
        """Texts that links connect."""
        seen: set[int] = set()
        for start in range(len(self._texts)):
            if start not in seen:
                component, waiting = {start}, [start]
                while waiting:
                    more = self._links[waiting.pop()].keys() - component
                    component |= more
                    waiting += more
                seen |= component
                yield component

    def _settle(self, number: int, earlier: Iterable[int], repeats: dict[int, int]) -> None:
        """Note in *repeats* which of *earlier* the article repeats: the most text first, if the lead tells it too."""
        text = self._articles[number].text

        def most(other: int) -> tuple[int, bool, str]:
            place = self._articles[other].text
            shared = len(self._texts[text]) if place == text else self._links[text][place]
            return -shared, other in repeats, self._articles[other].id

        for other in sorted(earlier, key=most):
            if self._through_lead(text, self._articles[other].text, self._articles[_root(other, repeats)].text):
                repeats[number] = other
                return

    def _through_lead(self, text: int, copy: int, lead: int) -> bool:
        if lead in (text, copy):
            return True
        shared = np.intersect1d(self._texts[text] >> 1, self._texts[copy] >> 1)
        return len(np.intersect1d(shared, self._texts[lead] >> 1)) >= THROUGH_LEAD * len(shared)

    def _copy(self, number: int, repeats: dict[int, int]) -> Copy:
        article, of = self._articles[number], self._articles[repeats[number]]
        own, whole = len(self._texts[article.text]), len(self._texts[of.text])
        shared = own if of.text == article.text else self._links[article.text][of.text]
        lead = self._articles[_root(number, repeats)]
        return Copy(article.id, lead.id, of.id, shared / min(own, whole), 1 - shared / whole, 1 - shared / own)

    def _in_order(self, numbers: Iterable[int]) -> list[int]:
        """Articles of one story, first told first: by time, then by credit, then by the text.

        On a day for which a time is not known, an article without one comes before the first that credit and text put
        behind it. An article without a day comes last, but an agency's own first of all: the others say it is theirs.
        """
        articles = {number: self._articles[number] for number in numbers}
        agencies = {article.agency for article in articles.values()} - {()}
        standing: dict[int, tuple[int, int, int, str]] = {}
        days: dict[int, list[int]] = defaultdict(list)
        for number, article in articles.items():
            whose = any(_is(article.outlet, agency) for agency in agencies)
            credit = 0 if whose else 2 if article.agency else 1
            standing[number] = credit, -self._cut_from[article.text], -len(self._texts[article.text]), article.id
            days[0 if whose and article.day == UNDATED else article.day].append(number)
        order: list[int] = []
        for day in sorted(days):
            ranked = sorted(days[day], key=standing.__getitem__)
            told = sorted((n for n in ranked if articles[n].moment), key=lambda n: articles[n].moment or 0)
            if not told:
                order += ranked
                continue
            for number in ranked:
                if not articles[number].moment:
                    behind = (place for place, other in enumerate(told) if standing[number] < standing[other])
                    told.insert(next(behind, len(told)), number)
            order += told
        return order


class _Printed(NamedTuple):
    """What is kept of an article beside its text."""

    id: str
    text: int
    day: int  # as an ordinal; UNDATED, the last of all days, when unknown
    moment: float | None  # seconds; None when only the day is known
    agency: tuple[str, ...]  # the words of the name
    outlet: tuple[str, ...]


def _when(published: datetime | date | None) -> tuple[int, float | None]:
    if published is None:
        return UNDATED, None
    if not isinstance(published, datetime):
        return published.toordinal(), None
    moment = published.replace(tzinfo=UTC) if published.tzinfo is None else published.astimezone(UTC)
    return moment.toordinal(), moment.timestamp()


def _names(name: str | None) -> tuple[str, ...]:
    return tuple(WORD.findall(unicodedata.normalize("NFKC", name or "").casefold()))


def _is(outlet: tuple[str, ...], agency: tuple[str, ...]) -> bool:
    """Whether the outlet is the agency: its name holds the agency's words, or their initials are one another's name."""
    if not outlet:
        return False
    initials = "".join(word[0] for word in outlet)
    return set(agency) <= set(outlet) or agency == (initials,) or outlet == ("".join(a[0] for a in agency),)


def _root(number: int, repeats: dict[int, int]) -> int:
    while number in repeats:
        number = repeats[number]
    return number
