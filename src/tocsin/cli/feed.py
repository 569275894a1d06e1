"""`tocsin feed`: what the watch follows."""

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.database import Allow, Database, opened
from tocsin.cli.ending import Ending, one_sentence, say

if TYPE_CHECKING:
    from tocsin.records.feed import Feed

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Feeds, site maps and pages to follow: add, list, check, import, export.",
)
AGAIN = timedelta(hours=1)


@app.command(short_help="Follow an address, or a starter pack of a region.")
def add(
    url: Annotated[
        str | None, typer.Argument(metavar="[URL]", help="The address of a feed, a site map or a page.")
    ] = None,
    pack: Annotated[
        list[str] | None, typer.Option("--pack", metavar="NAME", help="A starter pack (tocsin feed packs).")
    ] = None,
    kind: Annotated[str, typer.Option(metavar="KIND", help="feed, sitemap or page (watched for new links).")] = "feed",
    outlet: Annotated[
        str | None, typer.Option(metavar="NAME", help="Whose it is; goes before what its pages say.")
    ] = None,
    every: Annotated[int, typer.Option(min=5, metavar="MINUTES", help="How often at most it is asked.")] = 60,
    database: Database = None,
) -> None:
    """Follow feeds from now on; `tocsin watch` polls them."""
    with one_sentence():
        from tocsin.desk.polite import utc_now
        from tocsin.errors import ReadingError
        from tocsin.reading.fetch import checked
        from tocsin.reading.packs import packs
        from tocsin.records import identity
        from tocsin.records.feed import Feed

        if (url is None) == (not pack):
            raise typer.BadParameter("give the address of a feed, or --pack NAME")
        if kind not in ("feed", "sitemap", "page"):
            raise typer.BadParameter(f"--kind {kind} is none of feed, sitemap, page")
        wanted: list[Feed] = []
        known = {one.name: one for one in packs()}
        for name in pack or ():
            if name not in known:
                raise ReadingError(f"there is no starter pack {name!r}; known are: {', '.join(known)}")
            wanted += known[name].feeds
        if url is not None:
            address = str(checked(url))
            wanted.append(Feed(identity("feed", address), address, kind, outlet, every_s=60 * every))
        with opened(database) as store:
            added = sum(store.add_feed(feed, at=utc_now()) for feed in wanted)
        print(f"{added} added" + (f", {len(wanted) - added} followed already" if added < len(wanted) else ""))


@app.command("packs", short_help="The starter packs of feeds, by region.")
def packs_() -> None:
    """Starter packs. Addresses change: `tocsin feed check` says which still answer."""
    with one_sentence():
        from tocsin.reading.packs import packs

        for pack in packs():
            print(f"{pack.name:24} {len(pack.feeds):3} feeds  {pack.title}")


@app.command("list", short_help="What is followed, and what is wrong with it.")
def list_(
    faulty: Annotated[bool, typer.Option("--faulty", help="Only those with something wrong.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    database: Database = None,
) -> None:
    """Every feed with its state, when it is asked next, and the reason where something is wrong."""
    with one_sentence():
        with opened(database) as store:
            feeds = [feed for feed in store.feeds() if feed.reason or not faulty]
        if json:
            from json import dumps

            from tocsin.records.plain import plain

            print(dumps(plain(feeds), ensure_ascii=False, indent=2))
            return
        if not feeds:
            say("nothing is followed yet: tocsin feed add URL, or tocsin feed add --pack NAME")
        for feed in feeds:
            print(_line(feed))


@app.command(short_help="Ask each feed once, keep nothing, and say what it gives.")
def check(
    urls: Annotated[
        list[str] | None, typer.Argument(metavar="[URL]...", help="Addresses; all that are followed by default.")
    ] = None,
    allow: Allow = None,
    database: Database = None,
) -> None:
    """Whether feeds answer with a list of articles.

    Exit code 0: all do; 1: some do not.
    """
    with one_sentence():
        from tocsin.desk.polite import AGENT, Polite
        from tocsin.errors import ReadingError
        from tocsin.reading.fetch import Options
        from tocsin.reading.listing import listing

        with opened(database) as store:
            wanted = [(url, "feed") for url in urls or ()] or [(feed.url, feed.kind) for feed in store.feeds()]
        polite = Polite(options=Options(agent=AGENT, allow=tuple(allow or ())))
        wrong = 0
        for url, kind in wanted:
            try:
                answer = polite.ask(url)
                if not answer.ok:
                    raise ReadingError(f"it answered {answer.says}")
                found = listing(
                    answer.body, url=answer.url, content_type=answer.content_type, charset=answer.charset, kind=kind
                )
                moved = f", moved to {answer.moved}" if answer.moved else ""
                print(f"ok    {url}: {len(found.entries)} articles ({found.kind}){moved}")
            except ReadingError as error:
                wrong += 1
                print(f"wrong {url}: {error}")
        if wrong:
            raise typer.Exit(Ending.PART)


@app.command(short_help="Follow no longer.")
def remove(
    url: Annotated[str, typer.Argument(metavar="URL", help="The address, or the feed's id.")], database: Database = None
) -> None:
    """Take a feed off the list; what it brought stays."""
    with one_sentence():
        with opened(database) as store:
            removed = store.remove_feed(url)
        if not removed:
            say(f"{url} is not followed")
            raise typer.Exit(Ending.PART)
        print(f"{url} removed")


@app.command("import", short_help="Follow what an OPML file lists.")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An OPML file, as any feed reader exports it.")],
    database: Database = None,
) -> None:
    """Follow every subscription of an OPML file; its folders become tags."""
    with one_sentence():
        from tocsin.desk.polite import utc_now
        from tocsin.reading.opml import read
        from tocsin.records import identity
        from tocsin.records.feed import Feed

        found = read(file.read_bytes(), name=str(file))
        with opened(database) as store:
            feeds = [
                Feed(identity("feed", one.url), one.url, one.kind, one.title, one.language, tags=one.tags)
                for one in found
            ]
            added = sum(store.add_feed(feed, at=utc_now()) for feed in feeds)
        print(f"{added} added, {len(feeds) - added} followed already")


@app.command(short_help="Everything that is followed as OPML.")
def export(
    file: Annotated[Path, typer.Argument(metavar="[FILE]", help="Where it goes; - is standard output.")] = Path("-"),
    database: Database = None,
) -> None:
    """Write OPML that any feed reader imports."""
    with one_sentence():
        from tocsin.cli.output import write as put
        from tocsin.reading.opml import write

        with opened(database) as store:
            put(file, write(store.feeds()))


def _line(feed: "Feed") -> str:
    next_at = (
        f"next {feed.next_at:%Y-%m-%d %H:%M}" if feed.next_at else "next at once" if feed.state == "active" else ""
    )
    pieces = [feed.state, feed.url, feed.outlet or "", next_at, feed.reason or ""]
    return "  ".join(piece for piece in pieces if piece)
