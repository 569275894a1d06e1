"""Body text, days and bylines of pages against hand-made gold, with trafilatura as it comes in the same run.

    python -m benchmarks.extraction --data ../shared/benchmarks

Body: precision, recall and F1 of shingles of four words, each page weighing the same, and the share of pages whose
words are exactly right. Source: Zyte's article-extraction-benchmark, evaluate.py (MIT), method kept as it is.
Metadata: a day is right when it is the gold day; a byline when every gold author is among its names.
"""

import argparse
import gzip
import json
import logging
import re
import statistics
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import trafilatura

from benchmarks.figures import Figure, bootstrap, report
from tocsin.errors import ReadingError
from tocsin.reading.page import article_from_html
from tocsin.records import Article

SHINGLE = 4
Scores = tuple[float, float, float]  # precision and recall of one page, and whether it is exact


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = words(text)
    return Counter(tuple(tokens[start : start + SHINGLE]) for start in range(max(1, len(tokens) - SHINGLE + 1)))


def compared(gold: str, found: str) -> Scores:
    """Precision, recall and exactness of one body."""
    true, said = shingles(gold), shingles(found)
    both = (true & said).total()
    return both / said.total(), both / true.total(), float(words(gold) == words(found))


def precision(rows: Sequence[Scores]) -> float:
    return statistics.fmean(row[0] for row in rows)


def recall(rows: Sequence[Scores]) -> float:
    return statistics.fmean(row[1] for row in rows)


def f1(rows: Sequence[Scores]) -> float:
    """Of the mean precision and the mean recall, as the benchmark has it."""
    both = precision(rows) + recall(rows)
    return 2 * precision(rows) * recall(rows) / both if both else 0.0


def exact(rows: Sequence[Scores]) -> float:
    return statistics.fmean(row[2] for row in rows)


def tocsin_reads(html: bytes) -> Article | None:
    try:
        return article_from_html(html)
    except ReadingError as error:
        print(f"refused: {error}", file=sys.stderr)
        return None


def bodies(folder: Path) -> list[Figure]:
    """The pages with hand-made bodies."""
    gold = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    ours: list[Scores] = []
    theirs: list[Scores] = []
    for name, page in gold.items():
        html = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
        article = tocsin_reads(html)
        plain = trafilatura.extract(html, favor_precision=True, include_comments=False)
        ours.append(compared(page["articleBody"], article.text if article else ""))
        theirs.append(compared(page["articleBody"], plain or ""))
    return [
        bootstrap(f"extraction.{who}body {figure.__name__}", rows, figure, rounds=1000)
        for who, rows in (("", ours), ("trafilatura ", theirs))
        for figure in (f1, exact, precision, recall)
    ]


def publisher_pages(folder: Path) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Gold and page of each publisher; the versions of a gold file and its saved pages are both in order of age."""
    for gold in sorted(folder.glob("*/*.json")):
        versions = json.loads(gold.read_text(encoding="utf-8"))
        pages = sorted(gold.parent.glob(f"{gold.stem}_[0-9]*.html.gz"))
        for version, page in zip(versions.values(), pages, strict=True):
            yield version, gzip.decompress(page.read_bytes())


def same_names(gold: Sequence[str], found: Sequence[str]) -> bool:
    """Whether every gold author is among the names found, letters alone compared."""
    have = {"".join(words(name.lower())) for name in found}
    return all("".join(words(name.lower())) in have for name in gold)


def publishers(folder: Path) -> list[Figure]:
    """Days, bylines and titles of real publishers' pages."""
    rows: dict[str, list[float]] = {}
    for gold, html in publisher_pages(folder):
        article = tocsin_reads(html)
        seen = trafilatura.extract_metadata(html.decode("utf-8", "replace"))
        found = {
            "": (
                article.published.isoformat() if article and article.published else None,
                article.byline if article else (),
                article.title if article else None,
            ),
            "trafilatura ": (seen.date, (seen.author or "").split("; "), seen.title),
        }
        for who, (day, byline, title) in found.items():
            if gold.get("publishing_date"):
                rows.setdefault(f"{who}day", []).append(float(day == gold["publishing_date"][:10]))
            if gold.get("authors"):
                rows.setdefault(f"{who}byline", []).append(float(same_names(gold["authors"], byline)))
            if gold.get("title"):
                rows.setdefault(f"{who}title", []).append(float(words(title or "") == words(gold["title"])))
    return [bootstrap(f"extraction.{name}", right, statistics.fmean, rounds=1000) for name, right in rows.items()]


def measure(data: Path) -> list[Figure]:
    """Every figure; empty, with the reason printed, where the pages are not there."""
    folder = data / "extraction"
    if not folder.is_dir():
        print(f"skipped: the pages are not at {folder}")
        return []
    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return bodies(folder / "articles") + publishers(folder / "publishers")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/benchmarks"))
    parser.add_argument("--json", type=Path, help="write the figures here too")
    options = parser.parse_args()
    figures = measure(options.data)
    report(figures)
    if options.json:
        options.json.write_text(
            json.dumps({f.name: {"value": f.value, "low": f.low, "high": f.high} for f in figures}, indent=1),
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
