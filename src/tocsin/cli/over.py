"""What `--over` names, read: folders and files of articles, of briefings, of coded events."""

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tocsin.cli.folders import home
from tocsin.cli.lines import article_of, object_of
from tocsin.errors import RecordError, TocsinError
from tocsin.records import Article, Briefing, Skipped
from tocsin.records.codec import dumps, from_json, loads
from tocsin.replay import Gathered

if TYPE_CHECKING:
    from tocsin.pipeline import Pipeline

ARTICLES = {".html", ".htm", ".txt", ".json", ".xhtml"}
LINES = {".jsonl", ".ndjson"}
TABLES = {".parquet"}


def gather(paths: Iterable[Path], codebook: list[Path], *, fresh: bool = False) -> Gathered:
    """Everything *paths* hold, articles briefed. What could not be read is among the skipped.

    Briefings are kept under the user's folder, so that the same articles need not be read twice; *fresh* reads them anew.
    Raises RecordError when a path is not there, or nothing that could be read is in any.
    """
    gathered = Gathered()
    articles: list[Article] = []
    found = [file for path in paths for file in _files(path)]
    for file in found:
        try:
            if file.suffix.lower() in TABLES:
                gathered.coded.append((file.name, _table(file)))
            elif file.suffix.lower() in LINES:
                _lines(file, gathered, articles)
            else:
                articles.append(_article(file))
        except TocsinError as error:
            gathered.skipped.append(Skipped(file.name, "input", str(error)))
    given = {briefing.article.id: briefing.article for briefing in gathered.briefings}
    gathered.briefings[:] = {briefing.article.id: briefing for briefing in gathered.briefings}.values()
    wanted = _once(articles, given, gathered.skipped)
    gathered.briefings += _briefed(wanted, codebook, gathered.skipped, fresh=fresh)
    if not gathered.briefings and not gathered.coded:
        first = f"; the first: {gathered.skipped[0].what}: {gathered.skipped[0].why}" if gathered.skipped else ""
        raise RecordError(
            f"nothing in {', '.join(map(str, paths))} could be read; wanted are articles (HTML, text, JSON), JSONL of articles, "
            f"briefings or coded events, or Parquet of coded events{first}"
        )
    return gathered


def _once(articles: Iterable[Article], given: dict[str, Article], skipped: list[Skipped]) -> list[Article]:
    """Each article once. Of two that differ and have one id the second is left out, and said to be."""
    kept: list[Article] = []
    for article in articles:
        other = given.setdefault(article.id, article)
        if other is article:
            kept.append(article)
        elif (other.text, other.title, other.outlet) != (article.text, article.title, article.outlet):
            why = f"another article has the id {article.id!r}; give each an id of its own"
            skipped.append(Skipped(article.title or article.id, "input", why))
    return kept


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        known = ARTICLES | LINES | TABLES
        yield from sorted(
            file
            for file in path.rglob("*")
            if file.suffix.lower() in known and file.is_file() and not file.name.startswith(".")
        )
    elif path.exists():
        yield path
    else:
        raise RecordError(f"there is no file or folder {str(path)!r}")


def _article(file: Path) -> Article:
    from tocsin.reading.read import read

    article = read(str(file))
    # Two copies of one text are two articles: who printed it when is what is to be found out.
    return replace(article, id=file.stem) if article.outlet is None and article.url is None else article


def _lines(file: Path, gathered: Gathered, articles: list[Article]) -> None:
    """Each line by what it is: a briefing, an article, or else a coded event."""
    from tocsin.reading.plain import article_from_text

    rows: list[dict[str, Any]] = []
    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                value = object_of(line)
                if "article" in value and "schema" in value:
                    gathered.briefings.append(from_json(value))
                elif "text" in value and not {"type", "code", "actor", "source"} & value.keys():
                    articles.append(article_of(value, article_from_text))
                else:
                    rows.append(value)
            except TocsinError as error:
                gathered.skipped.append(Skipped(f"{file.name}, line {number}", "input", str(error)))
    if rows:
        gathered.coded.append((file.name, rows))


def _table(file: Path) -> list[dict[str, Any]]:
    try:
        import pyarrow.parquet
    except ImportError:
        raise RecordError("reading Parquet needs pyarrow: pip install 'tocsin[parquet]', or give JSONL") from None
    try:
        rows: list[dict[str, Any]] = pyarrow.parquet.read_table(file).to_pylist()
    except (OSError, ValueError, pyarrow.lib.ArrowException) as error:
        raise RecordError(f"{file} is no Parquet table: {error}") from None
    return rows


def _briefed(
    articles: list[Article], codebook: list[Path], skipped: list[Skipped], *, fresh: bool
) -> Iterator[Briefing]:
    """Each article's briefing, from the cache where it was read before by the same reader and codebook."""
    if not articles:
        return
    from tocsin.cli.read import pipeline

    loaded: Pipeline | None = None
    stamp = _stamp(codebook)
    columns = (
        TextColumn("[dim]reading"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("[dim]articles"),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        for article in bar.track(articles):
            kept = _kept(article, stamp)
            briefing = None if fresh else _from_cache(kept)
            if briefing is None:
                loaded = loaded or pipeline(codebook)
                try:
                    briefing = loaded.brief(article)
                except Exception as error:
                    # One odd article must not cost the rest; it is named at the end.
                    skipped.append(Skipped(article.title or article.id, "input", f"{type(error).__name__}: {error}"))
                    continue
                _into_cache(kept, briefing)
            yield briefing


def _stamp(codebook: list[Path]) -> str:
    """What the reading rests on: program, model, codebook."""
    from tocsin import __version__
    from tocsin.cli.folders import codebook_folders
    from tocsin.codebook.book import digest
    from tocsin.language.models import FOLDER

    described = json.loads((FOLDER / "reader.json").read_text(encoding="utf-8"))
    return f"{__version__} {described['sha256']} {digest(codebook_folders(codebook))}"


def _kept(article: Article, stamp: str) -> Path:
    words = (
        stamp,
        article.id,
        article.text,
        article.title,
        article.outlet,
        article.published,
        article.url,
        article.agency,
    )
    name = hashlib.sha256("\x1f".join(map(str, words)).encode("utf-8", "surrogatepass")).hexdigest()
    return home() / "cache" / "briefings" / name[:2] / f"{name}.json.gz"


def _from_cache(kept: Path) -> Briefing | None:
    try:
        return loads(gzip.decompress(kept.read_bytes()).decode("utf-8"))
    except (OSError, EOFError, ValueError, zlib.error, TocsinError):
        return None  # not there, cut short, or of another version: read anew


def _into_cache(kept: Path, briefing: Briefing) -> None:
    """Keep *briefing*; a folder that cannot be written to costs time, not the run."""
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        beside = kept.with_suffix(".part")
        beside.write_bytes(gzip.compress(dumps(briefing).encode("utf-8"), 5))
        beside.replace(kept)
    except OSError:
        pass
