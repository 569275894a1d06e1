"""Copies of wire stories among invented articles: pairs found, who told first, and what an article costs.

    python -m benchmarks.duplicates [--seed 1] [--scale]

Nothing real is read: a seeded generator writes 5,000 articles and has papers rewrite 200 of them one to four times: a new
lead, up to half of the tail cut, a sentence of their own, 2 % of the words changed; in some the paragraphs in another
order, the credit dropped, a copy taken from a copy. Hard negatives: two papers on one event that quote the same two
sentences, two reports of one speech, a background paragraph in many stories of one outlet, and weather and market
reports with other figures every day. Thresholds were chosen on seeds 1 to 5; the figures are of seed 2026.

In the same run: MinHash and Jaccard alone (rensa's LSH, 64 bands, J > 0.3). The generator knows no paraphrase and no
translation, so its recall is that of rewriting as above, not of all copying.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, islice, pairwise

from rensa import RMinHash, RMinHashLSH

from benchmarks.figures import Figure, bootstrap, report
from tocsin.sources.duplicates import Duplicates

SEED = 2026
SLOTS = {
    "role": "minister|mayor|governor|general|prosecutor|spokesman|envoy|union leader|trade commissioner|judge|farmer"
    "|police chief|senator|ambassador|party chairman|bishop|economist|doctor|teacher|engineer|harbour master",
    "body": "interior ministry|city council|border guard|central bank|supreme court|coast guard|electoral commission"
    "|teachers' union|opposition alliance|army staff|customs office|water board|railway company|student federation"
    "|grain exchange|national assembly|red cross|energy regulator|mining company|fishermen's guild|press council",
    "did": "rejected|announced|postponed|criticised|welcomed|suspended|approved|blocked|leaked|defended|revised|signed"
    "|condemned|withdrew|ordered|questioned|endorsed|abandoned|extended|reviewed|published|amended|denied|demanded",
    "thing": "budget|ceasefire|pipeline|curfew|ballot|treaty|blockade|convoy|dam|inquiry|embargo|airlift|strike|tariff"
    "|checkpoint|amnesty|census|loan|railway|patrol|harbour fee|grain deal|visa rule|prison reform|water quota|tax"
    "|hospital plan|radar station|school closure|fuel subsidy|port lease|militia law|land register|drone programme",
    "kind": "disputed|new|temporary|secret|joint|costly|regional|unpopular|long-delayed|partial|unprecedented|northern"
    "|southern|coastal|emergency|final|draft|military|civilian|foreign|rural|urban|revised|controversial|modest|harsh",
    "people": "residents|protesters|soldiers|refugees|traders|drivers|students|nurses|miners|voters|fishermen|pilots"
    "|lawyers|shopkeepers|veterans|migrants|pensioners|reporters|observers|volunteers|prisoners|dockers",
    "went": "gathered|waited|marched|argued|slept|queued|vanished|returned|fled|applauded|shouted|prayed|camped|voted"
    "|complained|scattered|rested|testified|clashed|worked|sang|hesitated",
    "where": "outside the {kind} station|near the {place} bridge|in the flooded {kind} quarter|along the {place} ring road"
    "|at {place} town hall|behind the {place} market|on the {kind} ferry quay|by the {kind} silos|in {place} cathedral"
    "|at the {kind} crossing|around the {place} barracks|under the {kind} viaduct|in {place} university|by the {kind} canal",
    "when": "on Monday|on Tuesday|on Wednesday|on Thursday|on Friday|over the weekend|before dawn|late in the evening"
    "|at noon|during the night|after the session|hours before the deadline|within days|last month|earlier this week",
    "why": "because the {thing} had run out|after talks on the {thing} failed|to avoid another {kind} winter"
    "|although {kind} laws forbid it|while {people} were watching|as the {thing} kept costing more"
    "|in spite of a {kind} ruling|for fear of {people}|so that the {thing} could be moved|since no {role} would"
    "|as part of a {kind} plan|under pressure from {people}|with {kind} warning|in exchange for a {thing}"
    "|despite objections from {people}|when the {body} objected|whatever the {role} thinks|before the {thing} expired",
    "said": "said|told reporters|wrote in a statement|told parliament|said in an interview|warned|insisted|added",
}  # fmt: skip
WORDS = {slot: words.split("|") for slot, words in SLOTS.items()}
FRAMES = (
    "The {body} {did} the {kind} {thing} {when} {why}.",
    "{name}, a {role} from {place}, {said} that the {thing} would not survive {why}.",
    "Some {number} {people} {went} {where} {when}, and the {body} {did} a {kind} {thing}.",
    "In {place} the {role} {did} what the {body} calls a {kind} {thing}, {why}.",
    "According to the {body}, {people} {went} {where} {why}.",
    "{name} {did} the {thing} {when}; the {body} had {did} it {why}.",
    "A {kind} {thing} in {place} was {did} {when}, the {role} {said}.",
    "Few {people} in {place} expected that the {body} {did} the {thing} {why}.",
    "The {thing}, {kind} and {kind}, had divided {place} and its {people} for {number} years.",
    "Neither the {body} nor {name} would say whether the {kind} {thing} was {did} {why}.",
    "{people} who {went} {where} blamed the {role} for a {kind} {thing}.",
    "It was the {kind} {thing} that {name} {did} {when}, said a {role} close to the {body}.",
    "Asked about the {thing}, the {role} {said} only that {people} had {went} {where}.",
    "On the {thing} the {body} and the {body} disagree {why}.",
    "{when}, {people} {went} {where} while the {body} {did} the {thing}.",
    "“The {thing} is {kind}, and {people} know it,” {name} {said} {when}.",
    "What began as a {kind} {thing} {where} ended when the {role} {did} it {why}.",
    "Reports from {place} that {number} {people} {went} {where} were {did} by the {body}.",
)  # fmt: skip
WEATHER = (
    "{place} will see {sky} skies today with highs of {n} degrees and lows of {n} degrees.",
    "Winds from the {way} reach {n} kilometres an hour around {place} and {n} kilometres an hour inland.",
    "In {place} the chance of rain is {n} percent, in {place} it is {n} percent.",
    "The sea off {place} stands at {n} degrees and waves reach {n} metres beyond the {kind} cape.",
    "Tomorrow temperatures climb to {n} degrees in {place} and fall to {n} degrees in the {kind} hills.",
    "Sunrise in {place} is at {n}.{n} and sunset at {n}.{n}.",
    "Fog may slow {people} below {n} metres on the {place} road until {n} in the morning.",
    "The {body} measured {n} millimetres of rain in {place} and {n} in {place}.",
)
MARKET = (
    "The {place} index closed at {n} points, {way} {n} percent from the day before, on a turnover of {n} million crowns.",
    "Shares of {place} Mining ended at {n} crowns and those of {place} Shipping at {n} crowns.",
    "Bank shares in {place} moved by {n} percent on average and {kind} energy shares by {n} percent.",
    "The crown traded at {n} to the dollar and at {n} to the euro in late {place} trade.",
    "Wheat for delivery at {place} next month cost {n} crowns a tonne, {kind} oil {n} crowns a barrel.",
    "Of the companies listed at the {body} {n} rose, {n} fell and {n} stood still.",
    "Ten-year {place} bonds yielded {n} percent and {kind} two-year bonds {n} percent at the close.",
)


Scene = tuple[list[str], list[str]]  # the people and the places of one event


@dataclass(frozen=True)
class Story:
    """One invented article; *origin* is the same for all that repeat one another, *parents* what it was cut from."""

    id: str
    paragraphs: tuple[tuple[str, ...], ...]  # of sentences
    origin: int
    published: date | datetime | None
    moment: datetime  # when it really appeared
    outlet: str
    agency: str | None = None
    parents: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "\n\n".join(" ".join(paragraph) for paragraph in self.paragraphs)


@dataclass
class Press:
    """Writes invented articles; the same seed writes the same."""

    seed: int
    chance: random.Random = field(init=False)
    written: int = 0

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.outlets = [
            f"{self.name()} {self.chance.choice(('Courier', 'Herald', 'Post', 'Times'))}" for _ in range(60)
        ]
        self.agencies = [f"{self.name()} Press Agency" for _ in range(5)]

    def name(self) -> str:
        parts = (
            "av",
            "er",
            "na",
            "lo",
            "rus",
            "ka",
            "mi",
            "dol",
            "ter",
            "os",
            "ven",
            "gal",
            "pri",
            "su",
            "bor",
            "ez",
            "ul",
        )
        return "".join(self.chance.choices(parts, k=self.chance.choice((2, 3, 3)))).capitalize()

    def scene(self) -> Scene:
        return [f"{self.name()} {self.name()}" for _ in range(4)], [self.name() for _ in range(3)]

    def sentence(self, scene: Scene) -> str:
        filled = self.filled(self.chance.choice(FRAMES), scene)
        return filled[0].upper() + filled[1:]

    def filled(self, frame: str, scene: Scene) -> str:
        """The frame with its slots filled; what stands in a slot may have slots, and those of a form stay open."""
        filled = ""
        while "{" in frame:
            before, _, rest = frame.partition("{")
            slot, _, frame = rest.partition("}")
            words = {"name": scene[0], "place": scene[1], "number": [str(self.number())]}.get(slot) or WORDS.get(slot)
            filled += before if words else f"{before}{{{slot}}}"
            frame = self.chance.choice(words) + frame if words else frame
        return filled + frame

    def number(self) -> int:
        return self.chance.randrange(2, self.chance.choice((10, 100, 1000)))

    def body(self, scene: Scene, sentences: int) -> list[tuple[str, ...]]:
        told = [self.sentence(scene) for _ in range(sentences)]
        paragraphs = []
        while told:
            size = self.chance.choice((1, 2, 2, 3))
            paragraphs.append(tuple(told[:size]))
            told = told[size:]
        return paragraphs

    def story(self, paragraphs: Sequence[tuple[str, ...]], moment: datetime | None = None, **more: object) -> Story:
        self.written += 1
        moment = moment or datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=self.chance.randrange(360 * 24 * 60))
        known = self.chance.random()
        published = moment if known < 0.5 else moment.date() if known < 0.95 else None
        made = Story(
            f"{self.seed}-{self.chance.randrange(10**9):09}-{self.written}", tuple(paragraphs), self.written, published,
            moment, self.chance.choice(self.outlets),
        )  # fmt: skip
        return replace(made, **more)  # type: ignore[arg-type]

    def plain(self) -> list[Story]:
        return [self.story(self.body(self.scene(), self.chance.randrange(8, 32)))]

    def twins(self) -> list[Story]:
        """One event told twice in other words, with the same quotation of two sentences."""
        scene = self.scene()
        said = self.unquoted(scene, 2)
        quote = (f"“{' '.join(said)}”",)
        return [self.around(scene, [quote], self.chance.randrange(6, 20)) for _ in range(2)]

    def speech(self) -> list[Story]:
        """Two reports of one speech, half of each in the speaker's words."""
        scene = self.scene()
        said = self.unquoted(scene, 7)
        quotes = [(f"“{' '.join(part)}”",) for part in (said[:3], said[3:5], said[5:])]
        return [self.around(scene, quotes, self.chance.randrange(6, 12)) for _ in range(2)]

    def unquoted(self, scene: Scene, sentences: int) -> list[str]:
        return [self.sentence(scene).replace("“", "").replace("”", "") for _ in range(sentences)]

    def around(self, scene: Scene, quotes: list[tuple[str, ...]], sentences: int) -> Story:
        paragraphs = self.body(scene, sentences)
        for quote in quotes:
            paragraphs.insert(self.chance.randrange(1, len(paragraphs) + 1), quote)
        return self.story(paragraphs)

    def background(self) -> list[Story]:
        """Stories of one outlet with one paragraph in common, in their lower half."""
        scene, outlet = self.scene(), self.chance.choice(self.outlets)
        paragraph = tuple(self.sentence(scene) for _ in range(self.chance.randrange(3, 6)))
        found = []
        for _ in range(8):
            paragraphs = self.body(scene, self.chance.randrange(7, 16))
            paragraphs.insert(self.chance.randrange(len(paragraphs) // 2, len(paragraphs) + 1), paragraph)
            found.append(self.story(paragraphs, outlet=outlet))
        return found

    def reports(self) -> list[Story]:
        """Ten days of one outlet's weather or market report."""
        weather, outlet = self.chance.random() < 0.5, self.chance.choice(self.outlets)
        scene, top = self.scene(), 30 if weather else 400
        form = " ".join(self.filled(frame, scene) for frame in self.chance.sample(WEATHER if weather else MARKET, 6))
        ways = ("south", "north", "east") if weather else ("up", "down")
        start = datetime(2026, 1, 1, 6, tzinfo=UTC) + timedelta(days=self.chance.randrange(300))
        found = []
        for day in range(10):
            text = form.replace("{sky}", self.chance.choice(("clear", "grey", "hazy", "mixed")))
            text = text.replace("{way}", self.chance.choice(ways))
            while "{n}" in text:
                text = text.replace("{n}", str(self.chance.randrange(2, top)), 1)
            found.append(self.story([(text,)], start + timedelta(days=day), outlet=outlet))
        return found

    def family(self) -> list[Story]:
        """A wire story and its one to four rewritings."""
        scene = self.scene()
        wire = self.chance.random() < 0.7
        agency = self.chance.choice(self.agencies) if wire else None
        original = self.story(self.body(scene, self.chance.randrange(12, 36)))
        if agency:
            original = replace(original, outlet=agency, agency=self.chance.choice((agency, None)))
        told = [original]
        for _ in range(self.chance.randrange(1, 5)):
            source = self.chance.choice(told) if self.chance.random() < 0.15 else original
            told.append(self.rewritten(source, scene, agency))
        return told

    def rewritten(self, source: Story, scene: Scene, agency: str | None) -> Story:
        chance = self.chance
        sentences = sum(len(paragraph) for paragraph in source.paragraphs)
        left = round(sentences * (1 - chance.random() / 2))
        paragraphs = []
        for paragraph in source.paragraphs:
            if left > 0:
                paragraphs.append(paragraph[:left])
            left -= len(paragraph)
        paragraphs[0] = (self.sentence(scene), *((self.sentence(scene),) if chance.random() < 0.5 else ()))
        if chance.random() < 0.3:
            rest = paragraphs[1:]
            chance.shuffle(rest)
            paragraphs[1:] = rest
        paragraphs.insert(chance.randrange(1, len(paragraphs) + 1), (self.sentence(self.scene()),))
        spare = [word for words in WORDS.values() for phrase in words for word in phrase.split()]
        changed = [
            tuple(
                " ".join(chance.choice(spare) if chance.random() < 0.02 else word for word in sentence.split())
                for sentence in paragraph
            )
            for paragraph in paragraphs
        ]
        later = timedelta(minutes=chance.randrange(20, 300) if chance.random() < 0.6 else chance.randrange(600, 2000))
        return self.story(
            changed, source.moment + later, origin=source.origin, agency=agency if chance.random() < 0.6 else None,
            parents=(source.id, *source.parents),
        )  # fmt: skip

    def others(self) -> Iterator[Story]:
        """Articles that nobody copied, hard ones among them, without end."""
        kinds = (self.plain, self.twins, self.speech, self.background, self.reports)
        while True:
            yield from self.chance.choices(kinds, (70, 6, 3, 1, 1))[0]()


def collection(seed: int, size: int = 5000, families: int = 200) -> list[Story]:
    """*size* articles of which *families* were rewritten, and the rewritings, in an order of no meaning."""
    press = Press(seed)
    stories = [story for _ in range(families) for story in press.family()]
    stories += islice(press.others(), size - families)
    press.chance.shuffle(stories)
    return stories


Pair = tuple[str, str]


def pairs(groups: Iterable[Iterable[str]]) -> set[Pair]:
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def told(index: Duplicates, stories: Iterable[Story]) -> Duplicates:
    for story in stories:
        index.add(story.id, story.text, published=story.published, agency=story.agency, outlet=story.outlet)
    return index


def share(rows: Sequence[tuple[int, int]]) -> float:
    return sum(right for right, _ in rows) / max(1, sum(all_ for _, all_ in rows))


def by_jaccard(stories: Sequence[Story]) -> set[Pair]:
    """Pairs by MinHash alone: rensa's LSH, estimated Jaccard above 0.3."""
    index = RMinHashLSH(0.3, 128, 64)
    hashes: list[RMinHash] = []
    found = set()
    for number, story in enumerate(stories):
        words = story.text.lower().split()
        sketch = RMinHash(128, 1)
        sketch.update([" ".join(words[start : start + 4]) for start in range(max(1, len(words) - 3))])
        for other in index.query(sketch):
            if sketch.jaccard(hashes[other]) > 0.3:
                found.add(tuple(sorted((story.id, stories[other].id))))
        index.insert(number, sketch)
        hashes.append(sketch)
    return found


def quality(seed: int) -> list[Figure]:
    """What is found in one collection, and what MinHash alone finds in it."""
    stories = collection(seed)
    families: dict[int, list[Story]] = {}
    for story in stories:
        families.setdefault(story.origin, []).append(story)
    grown = [family for family in families.values() if len(family) > 1]
    true = [pairs([[story.id for story in family]]) for family in grown]
    index = told(Duplicates(), stories)
    clusters = index.clusters()
    found = pairs([cluster.lead, *(copy.article for copy in cluster.copies)] for cluster in clusters)
    origin = {story.id: story.origin for story in stories}
    copies = {copy.article: copy for cluster in clusters for copy in cluster.copies}
    leads = {cluster.lead for cluster in clusters}
    lead_rows, direction_rows = [], []
    for family in grown:
        first = next(story for story in family if not story.parents)
        hers = [story for story in family if story.id in copies or story.id in leads]
        if hers:
            lead_rows.append((int(first.id in leads and all(index.lead(story.id) == first.id for story in hers)), 1))
        of = [(copies[story.id].of, story) for story in family if story.id in copies]
        # A copy may be like another copy; it is turned round when what it is said to repeat was cut from it or was later.
        right = [other in story.parents or _moment(other, family) < story.moment for other, story in of]
        direction_rows.append((sum(right), len(right)))
    alone = by_jaccard(stories)
    return [
        bootstrap("duplicates.pair recall", [(len(one & found), len(one)) for one in true], share),
        Figure("duplicates.false pairs", sum(origin[a] != origin[b] for a, b in found), higher=False),
        bootstrap("duplicates.lead right", lead_rows, share),
        bootstrap("duplicates.direction right", direction_rows, share),
        bootstrap("duplicates.minhash alone pair recall", [(len(one & alone), len(one)) for one in true], share),
        Figure("duplicates.minhash alone false pairs", sum(origin[a] != origin[b] for a, b in alone), higher=False),
    ]


def _moment(id_: str, family: Sequence[Story]) -> datetime:
    return next((story.moment for story in family if story.id == id_), datetime.max.replace(tzinfo=UTC))


def cost(seed: int, sizes: Sequence[int]) -> list[Figure]:
    """CPU milliseconds for an article when the index holds so many: the last tenth before each size."""
    press = Press(seed)
    stream = press.others()
    index = Duplicates()
    spent: dict[int, float] = {}
    held = 0
    for size in sizes:
        told(index, islice(stream, size - size // 10 - held))
        last = list(islice(stream, size // 10))
        started = time.process_time()
        told(index, last)
        spent[size] = (time.process_time() - started) / len(last) * 1000
        held = size
    return [
        *(Figure(f"duplicates.milliseconds at {size:,}", spent[size], higher=False) for size in sizes),
        *(
            Figure(f"duplicates.cost at {big:,} to {small:,}", spent[big] / spent[small], higher=False)
            for small, big in pairwise(sizes)
        ),
        Figure(f"duplicates.bytes an article at {held:,}", index.bytes_per_article, higher=False),
    ]


def measure(seed: int = SEED, *, scale: bool = False) -> list[Figure]:
    return quality(seed) + cost(seed, (1_000, 20_000, 200_000) if scale else (1_000, 20_000))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--scale", action="store_true", help="the cost at 200,000 articles as well (minutes)")
    options = parser.parse_args()
    report(measure(options.seed, scale=options.scale))


if __name__ == "__main__":
    sys.exit(main())
