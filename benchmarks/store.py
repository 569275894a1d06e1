"""The store with a year of news in it: how big it gets, how fast it keeps, how fast it answers.

    python -m benchmarks.store [--articles 200000 --claims 2000000 --events 1000000] [--url postgresql://…]

Nothing real is read: a seeded generator writes articles of invented words, as often as words are (Zipf, 60,000 of them), said by
20,000 speakers in 400 outlets over three years, a few of each far more often than the rest. The rows go in by bulk; then a process
of its own asks questions, so that the memory is that of a desk that answers. Questions are drawn anew each time: words from
the commonest to the rarest, alone, together, in phrases and with filters; what is asked of claims and events is drawn as it is there.
What is kept through `keep()`, one article a transaction with everything that makes it durable, is held against the
reader's own speed on the bundled articles.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import insert, text

from benchmarks.figures import Figure, report
from benchmarks.speed import peak_memory_mb
from tocsin.desk.store import rows as rows_
from tocsin.desk.store import tables, words
from tocsin.desk.store.store import Store
from tocsin.desk.store.texts import clean, digest, key_of, text_digest
from tocsin.records import Act, Status, codec

SEED = 2031
WORDS, SPEAKERS, OUTLETS, DAYS = 60_000, 20_000, 400, 1_095
FIRST = date(2028, 1, 1)
AT = datetime(2031, 1, 1, tzinfo=UTC)
LONG = 320  # words of an article
BATCH = 1_000
ASKED = 80  # questions of each kind, or as many as --asked says
KEPT = 100  # articles through keep()
ONSETS = ["b", "br", "c", "ch", "d", "dr", "f", "g", "gr", "h", "j", "k", "l", "m", "n", "p", "pr", "r", "s", "st", "t", "tr", "v", "w"]  # fmt: skip
VOWELS = ["a", "e", "i", "o", "u", "ai", "ea", "ou"]
ENDS = ["", "n", "r", "l", "s", "t", "rd", "nt", "ck"]
TYPES = ["MOBILIZE", "ASSAULT", "PROTEST", "SANCTION", "ACCUSE", "REJECT", "THREATEN", "DEMAND", "AID", "AGREE", "CONSULT", "SUPPORT",
         "CONCEDE", "COOPERATE", "RETREAT", "COERCE", "INVESTIGATE", "REQUEST"]  # fmt: skip
TRACE = {"model": "reader 0.1.0", "rule": None, "codebook": "0.1.0", "notes": ["speaker from the sentence before"]}


class Inventor:
    """Writes briefings as JSON, the same ones for the same seed."""

    def __init__(self, seed: int = SEED) -> None:
        self.chance = random.Random(seed)
        self.numbers = np.random.default_rng(seed)
        seen = dict.fromkeys(self._word() for _ in range(WORDS * 3))
        self.words = np.array(list(seen)[:WORDS])
        self.codes = ["".join(self.chance.choices("ABCDEFGHIKLMNOPRSTUVZ", k=3)) for _ in range(60)]
        names = self.words[self.numbers.integers(2_000, len(self.words), (SPEAKERS, 2))]
        self.speakers = [f"{first.title()} {last.title()}" for first, last in names]
        self.outlets = [f"{word.title()} Dispatch" for word in self.words[3_000 : 3_000 + OUTLETS]]

    def _word(self) -> str:
        pick = self.chance.choice
        return "".join(pick(ONSETS) + pick(VOWELS) + pick(ENDS) for _ in range(self.chance.randint(1, 3)))

    def ranks(self, count: int, among: int) -> Any:
        """Zipf-like ranks from 0 below *among*: as likely from 1 to 10 as from 10 to 100."""
        return np.minimum((among ** self.numbers.random(count)).astype(int) - 1, among - 1)

    def briefing(self, number: int, claims: int, events: int, when: float) -> dict[str, Any]:
        chance = self.chance
        said = self.words[self.ranks(LONG, len(self.words))]
        sentences = [" ".join(said[start : start + 20]).capitalize() + "." for start in range(0, LONG, 20)]
        body = "\n\n".join(sentences)
        starts = np.cumsum([0] + [len(sentence) + 2 for sentence in sentences])
        outlet = self.outlets[self.ranks(1, OUTLETS)[0]]
        id_ = f"article-{digest(f'{number} {body[:80]}')[:16]}"
        who = [int(rank) for rank in self.ranks(claims + 2 * events, SPEAKERS)]

        def passage(sentence: int) -> dict[str, Any]:
            start = int(starts[sentence])
            return {"text": sentences[sentence], "spans": [[start, start + len(sentences[sentence])]]}

        def party(rank: int) -> dict[str, Any]:
            name = self.speakers[rank]
            return {"text": name, "spans": [[0, len(name)]], "name": name, "country": self.codes[rank % 60], "sector": "GOV", "role": None,
                    "presumed": False}  # fmt: skip

        day = FIRST + timedelta(days=int(when * DAYS))
        return {
            "schema": 1, "id": f"briefing-{id_}", "skipped": [], "stances": [], "interests": [], "questions": [], "times": [],
            "article": {
                "id": id_, "text": body, "title": sentences[0][:70], "outlet": outlet, "byline": [], "published": day.isoformat(),
                "published_how": "json-ld", "dateline": None, "agency": None, "language": "en", "url": f"https://news.example/{number}",
                "figures": {"views": None, "comments": None, "shares": None}, "skipped": [],
            },
            "claims": [
                {
                    "id": f"claim-{id_[8:]}-{place}",
                    "source": {"text": self.speakers[rank], "spans": [[0, 9]],
                               "actor": {"name": self.speakers[rank], "country": self.codes[rank % 60], "sector": "GOV", "role": None}},
                    "cue": {"text": "said", "spans": [[12, 16]]}, "content": passage(place % len(sentences)), "act": chance.choice(list(Act)).value,
                    "hedged": chance.random() < 0.2, "directness": "indirect", "depth": 0, "parent": None, "score": round(chance.random(), 3), "trace": TRACE,
                }
                for place, rank in enumerate(who[:claims])
            ],
            "events": [
                {
                    "id": f"event-{id_[8:]}-{place}", "type": TYPES[int(self.ranks(1, len(TYPES))[0])], "mode": None, "contexts": [], "cameo": "190",
                    "quad": "material conflict", "trigger": passage(place % len(sentences)), "actors": [party(who[claims + 2 * place])],
                    "recipients": [party(who[claims + 2 * place + 1])], "status": chance.choice(list(Status)).value,
                    "when": {"start": (day - timedelta(days=chance.randint(0, 9))).isoformat(), "end": day.isoformat(), "how": "relative", "text": "today"},
                    "where": None, "claim": None, "score": round(chance.random(), 3), "trace": TRACE, "magnitude": {}, "announced_as": None, "within": None,
                }
                for place in range(events)
            ],
        }  # fmt: skip


def fill(store: Store, articles: int, claims: int, events: int) -> Figure:
    """Put so many in by bulk; the figure is how many articles a second that took."""
    inventor = Inventor()
    started = time.perf_counter()
    shares = [(number + 1) * claims // articles - number * claims // articles for number in range(articles)]
    parts = [(number + 1) * events // articles - number * events // articles for number in range(articles)]
    for first in range(1, articles + 1, BATCH):
        numbers = range(first, min(first + BATCH, articles + 1))
        made = {
            number: inventor.briefing(number, shares[number - 1], parts[number - 1], (number - 1) / articles)
            for number in numbers
        }
        _bulk(store, made)
        if sys.stderr.isatty():
            print(f"\r{numbers[-1]} of {articles}", end="", file=sys.stderr)
    if not store.sqlite:
        with store.writing() as connection:
            last = "SELECT setval(pg_get_serial_sequence('article', 'number'), (SELECT max(number) FROM article))"
            connection.execute(text(last))
    store.tidy()
    return Figure("store.articles a second in bulk, generator included", articles / (time.perf_counter() - started))


def _bulk(store: Store, made: dict[int, dict[str, Any]]) -> None:
    names = rows_.Names()
    derived = [
        rows_.rows_of(number, one, one, set(), date.fromisoformat(one["article"]["published"]), names)
        for number, one in made.items()
    ]
    articles = []
    for number, one in made.items():
        article = one["article"]
        day = date.fromisoformat(article["published"])
        articles.append({
            "number": number, "id": article["id"], "title": article["title"], "text": article["text"], "outlet": article["outlet"],
            "outlet_key": key_of(article["outlet"]), "agency": None, "language": "en", "url": article["url"],
            "url_digest": digest(clean(article["url"])), "published": day, "day": day, "body": rows_.article_body(article), "coded": None,
            "rest": '{"schema":1,"times":[],"skipped":[]}', "briefing": one["id"], "digest": digest(one["id"]),
            "text_digest": text_digest(article["text"]), "reader": "reader 0.1.0", "codebook": "0.1.0", "kept_at": AT, "coded_at": AT,
        })  # fmt: skip
    with store.writing() as connection:
        connection.execute(insert(tables.article), articles)
        if not store.sqlite:
            entries = [words.entry(one["number"], one["title"], one["text"]) for one in articles]
            connection.execute(words.INDEX, entries)
        names.settle(connection)
        for table in (tables.claim, tables.event, tables.party, tables.concern):
            many = [row for one in derived for row in one[table.name]]
            for row in many:
                for column in ("speaker", "name"):
                    if column in row:
                        row[column] = names.numbers[row[column]]
            if many:
                connection.execute(insert(table), many)


def measure(store: Store, asked: int = ASKED) -> list[Figure]:
    """How fast the filled store answers and keeps."""
    inventor = Inventor()
    sizes = store.sizes()
    articles = sizes["article"]
    figures = [Figure(f"store.{name}", sizes[name]) for name in ("article", "claim", "event")]
    figures.append(Figure("store.megabytes", sizes["bytes"] / 1e6, higher=False))
    kinds: dict[str, Iterator[Callable[[], Any]]] = {
        "ranked search, snippets": _searches(store, inventor, articles),
        "ranked search, filtered": _filtered(store, inventor, articles),
        "claims by speaker and time": _claims(store, inventor),
        "claims by country, act or outlet": _others(store, inventor),
        "claims by their words": _worded(store, inventor),
        "events by type, actor, time": _events(store, inventor),
        "a whole briefing": _briefings(store, articles, inventor, asked),
    }
    for name, questions in kinds.items():
        figures += _timed(name, [next(questions) for _ in range(asked)])
    figures.append(Figure("store.memory of a desk that answers, MB", peak_memory_mb(), higher=False))
    briefings = [codec.from_json(inventor.briefing(10_000_000 + number, 10, 5, 0.999)) for number in range(KEPT)]
    started = time.perf_counter()
    for briefing in briefings:
        assert store.keep(briefing, at=AT, reader="reader 0.1.0", codebook="0.1.0")
    figures.append(Figure("store.articles a second through keep()", KEPT / (time.perf_counter() - started)))
    for briefing in briefings:
        store.remove_article(briefing.article.id)
    return figures


def _timed(name: str, questions: list[Callable[[], Any]]) -> list[Figure]:
    took, answered = [], 0
    for question in questions:
        started = time.perf_counter()
        found = question()
        took.append((time.perf_counter() - started) * 1000)
        answered += bool(found if not hasattr(found, "items") else found.items)
    took.sort()
    return [
        Figure(f"store.{name}, p50 ms", took[len(took) // 2], higher=False),
        Figure(f"store.{name}, p95 ms", took[int(len(took) * 0.95)], higher=False),
        Figure(f"store.{name}, share answered", answered / len(took)),
    ]


def _question(inventor: Inventor, store: Store, articles: int) -> str:
    chance = inventor.chance
    one, two, three = (str(inventor.words[rank]) for rank in inventor.ranks(3, WORDS))
    form = chance.randrange(5)
    if form == 0:
        return one
    if form == 1:
        return f"{one} {two}"
    if form == 2:
        # Words in a row that stand so in an article.
        with store.reading() as connection:
            asked = text("SELECT text FROM article WHERE number = :number")
            body = connection.execute(asked, {"number": chance.randint(1, articles)}).scalar_one().split()
        start = chance.randrange(len(body) - 2)
        return f'"{" ".join(body[start : start + 2]).strip(".")}"'
    return f"{one} OR {two}" if form == 3 else f"{one} {two} -{three}"


def _searches(store: Store, inventor: Inventor, articles: int) -> Iterator[Callable[[], Any]]:
    while True:
        question = _question(inventor, store, articles)
        yield lambda question=question: store.search(question, limit=20)


def _filtered(store: Store, inventor: Inventor, articles: int) -> Iterator[Callable[[], Any]]:
    while True:
        question, since = _question(inventor, store, articles), _day(inventor)
        more: dict[str, Any] = {"since": since, "until": since + timedelta(days=90)}
        more |= inventor.chance.choice([{}, {"outlet": _one(inventor, inventor.outlets)}, {"country": _code(inventor)}])
        yield lambda question=question, more=more: store.search(question, limit=20, **more)


def _claims(store: Store, inventor: Inventor) -> Iterator[Callable[[], Any]]:
    while True:
        name, since = _one(inventor, inventor.speakers), _day(inventor)
        who = inventor.chance.choice([name, name.split()[1]])
        more: dict[str, Any] = inventor.chance.choice(
            [{}, {"since": since}, {"since": since, "until": since + timedelta(30)}]
        )
        more |= inventor.chance.choice([{}, {}, {"act": "deny"}, {"hedged": True}])
        yield lambda who=who, more=more: store.claims(speaker=who, limit=50, **more)


def _others(store: Store, inventor: Inventor) -> Iterator[Callable[[], Any]]:
    while True:
        more: dict[str, Any] = {"until": _day(inventor)}
        more |= inventor.chance.choice([{}, {"country": _code(inventor)}, {"outlet": _one(inventor, inventor.outlets)}])
        more |= inventor.chance.choice([{}, {"act": "threaten"}, {"hedged": True, "act": "accuse"}])
        yield lambda more=more: store.claims(limit=50, **more)


def _worded(store: Store, inventor: Inventor) -> Iterator[Callable[[], Any]]:
    while True:
        word = str(inventor.words[inventor.ranks(1, WORDS)[0]])
        yield lambda word=word: store.claims(text=word, limit=50)


def _events(store: Store, inventor: Inventor) -> Iterator[Callable[[], Any]]:
    while True:
        chance, since = inventor.chance, _day(inventor)
        more: dict[str, Any] = chance.choice(
            [{}, {"since": since}, {"since": since, "until": since + timedelta(days=30)}]
        )
        more |= chance.choice([{}, {"type": _one(inventor, TYPES)}])
        more |= chance.choice([{}, {"actor": _code(inventor)}, {"actor": _one(inventor, inventor.speakers)}])
        more |= chance.choice([{}, {}, {"recipient": _code(inventor)}, {"status": "future"}])
        yield lambda more=more: store.events(limit=50, **more)


def _briefings(store: Store, articles: int, inventor: Inventor, count: int) -> Iterator[Callable[[], Any]]:
    with store.reading() as connection:
        asked = text("SELECT id FROM article WHERE number = :number")
        numbers = [inventor.chance.randint(1, articles) for _ in range(count)]
        ids = [connection.execute(asked, {"number": number}).scalar_one() for number in numbers]
    for id_ in ids:
        yield lambda id_=id_: store.briefing(id_)


def _one(inventor: Inventor, names: list[str]) -> str:
    return names[int(inventor.ranks(1, len(names))[0])]


def _code(inventor: Inventor) -> str:
    return inventor.chance.choice(inventor.codes)


def _day(inventor: Inventor) -> date:
    return FIRST + timedelta(days=inventor.chance.randrange(DAYS))


def reader_speed() -> list[Figure]:
    """How fast the reader itself is on the bundled articles, on one thread."""
    from tocsin import demo
    from tocsin.pipeline import Pipeline
    from tocsin.reading.read import read

    pipeline = Pipeline.load(codebook_folders=[demo.codebook()])
    articles = [read(str(path)) for path in demo.articles()]
    pipeline.brief(articles[0])
    started = time.perf_counter()
    for article in articles:
        pipeline.brief(article)
    return [Figure("store.articles a second by the reader", len(articles) / (time.perf_counter() - started))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=5_000)
    parser.add_argument("--claims", type=int, default=50_000)
    parser.add_argument("--events", type=int, default=25_000)
    parser.add_argument("--asked", type=int, default=ASKED, help="questions of each kind")
    parser.add_argument("--url", help="an empty database; a SQLite file of its own where none is given")
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    parser.add_argument("--reader", action="store_true", help="measure the reader too")
    parser.add_argument("--measure", action="store_true", help="the database is filled already")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = options.url or str(Path(folder) / "store.db")
        out = Path(folder) / "figures.json"
        figures = []
        if not options.measure:
            with Store.open(url) as store:
                if store.sizes()["article"]:
                    parser.error("the database is not empty; --measure measures it as it is")
                figures.append(fill(store, options.articles, options.claims, options.events))
            command = [
                sys.executable,
                "-m",
                "benchmarks.store",
                "--measure",
                "--url",
                url,
                "--json",
                str(out),
                "--asked",
                str(options.asked),
            ]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            figures += [Figure(**entry) for entry in json.loads(out.read_text(encoding="utf-8"))]
        else:
            with Store.open(url) as store:
                figures += measure(store, options.asked)
        if options.reader:
            figures += reader_speed()
    report(figures)
    if options.json:
        options.json.write_text(json.dumps([asdict(figure) for figure in figures]), encoding="utf-8")


if __name__ == "__main__":
    main()
