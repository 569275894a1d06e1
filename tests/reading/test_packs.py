"""The starter packs are right, and a wrong one is named with file and line."""

from pathlib import Path

import pytest

from tocsin.errors import ReadingError
from tocsin.reading.packs import OURS, packs
from tocsin.records import identity

GOOD = """title = "The Lorusk coast"

[[feed]]
url = "https://lorusk.example/rss"
outlet = "Lorusk Courier"
language = "en"
country = "LRK"
"""


def test_ours_cover_the_world_and_no_feed_is_there_twice() -> None:
    found = packs()
    feeds = [feed for pack in found for feed in pack.feeds]
    assert len(found) >= 25
    assert len(feeds) >= 150
    assert len({feed.id for feed in feeds}) == len(feeds)
    assert len({feed.country for feed in feeds}) >= 60
    assert len({feed.language for feed in feeds}) >= 15


@pytest.mark.parametrize("path", sorted(OURS.glob("*.toml")), ids=lambda path: path.stem)
def test_each_says_at_its_top_that_addresses_change(path: Path) -> None:
    assert "`tocsin feed check`" in path.read_text(encoding="utf-8").splitlines()[0]


def test_a_feed_of_a_pack_is_ready_to_be_kept(tmp_path: Path) -> None:
    (tmp_path / "coast.toml").write_text(GOOD, encoding="utf-8")
    (pack,) = packs(tmp_path)
    (feed,) = pack.feeds
    assert (pack.name, pack.title) == ("coast", "The Lorusk coast")
    assert feed.id == identity("feed", "https://lorusk.example/rss")
    assert (feed.kind, feed.outlet, feed.language, feed.country, feed.tags) == (
        "feed",
        "Lorusk Courier",
        "en",
        "LRK",
        ("coast",),
    )


@pytest.mark.parametrize(
    ("found", "wanted", "line", "says"),
    [
        ('"https://lorusk.example/rss"', '"lorusk.example/rss"', 4, "is not a web address"),
        ('"https://lorusk.example/rss"', '"https://lorusk.example/rss#top"', 4, "is not a web address"),
        ('language = "en"', 'language = "English"', 6, "not an ISO 639 code"),
        ('country = "LRK"', 'country = "LK"', 7, "not an ISO 3166 code"),
        ('outlet = "Lorusk Courier"', "", 3, "outlet is missing"),
        ('country = "LRK"', 'contry = "LRK"', 7, "nothing here is called contry; did you mean country?"),
        ('country = "LRK"', 'country = "LRK"\nkind = "podcast"', 8, "no kind of feed"),
        ("[[feed]]", "[[feeds]]", 1, "nothing here is called feeds; did you mean feed?"),
        ('title = "The Lorusk coast"', "", 1, "title is missing"),
        ('language = "en"', "language = en", 6, "not TOML"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_line(
    tmp_path: Path, found: str, wanted: str, line: int, says: str
) -> None:
    (tmp_path / "coast.toml").write_text(GOOD.replace(found, wanted), encoding="utf-8")
    with pytest.raises(ReadingError) as caught:
        packs(tmp_path)
    assert f"coast.toml:{line}: " in str(caught.value)
    assert says in str(caught.value)


def test_a_feed_in_two_packs_is_named_with_both_places(tmp_path: Path) -> None:
    for name in ("coast", "hills"):
        (tmp_path / f"{name}.toml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(ReadingError, match=r"hills\.toml:4: .*coast\.toml:4"):
        packs(tmp_path)


def test_a_folder_without_packs_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="holds no pack"):
        packs(tmp_path)
