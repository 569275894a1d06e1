"""Subscriptions come from other readers and go back to them."""

import pytest

from tocsin.errors import ReadingError
from tocsin.reading.opml import Subscription, read, write
from tocsin.records.feed import Feed

EXPORT = b"""<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0"><head><title>Subscriptions</title></head><body>
  <outline text="Crisis"><outline text="Averna" title="Averna">
    <outline type="rss" text="Averna Wire &amp;amp; more" xmlUrl="https://averna.example/feed" htmlUrl="https://averna.example/"/>
    <outline text="no feed" htmlUrl="https://averna.example/"/></outline></outline>
  <outline text="Press"><outline type="RSS" title="Averna Wire" xmlurl="https://averna.example/feed"/></outline>
  <outline text="Lorusk Courier" xmlUrl="feed://lorusk.example/rss" category="/Press/Daily, coast"/>
  <outline text="bad" xmlUrl="file:///etc/passwd"/>
</body></opml>"""


def test_a_feed_has_the_tags_of_every_folder_it_lies_in() -> None:
    assert read(EXPORT) == [
        Subscription("Averna Wire", "https://averna.example/feed", ("Crisis", "Averna", "Press")),
        Subscription("Lorusk Courier", "https://lorusk.example/rss", ("Press", "Daily", "coast")),
    ]


def test_what_is_written_is_read_again() -> None:
    feeds = [
        Feed(
            "feed-1",
            "https://averna.example/feed?a=1&b=2",
            outlet="Ød & <Sons>\x07",
            language="en",
            tags=("Coast", "daily"),
        ),
        Feed("feed-2", "https://lorusk.example/sitemap.xml", kind="sitemap", outlet="Lorusk Courier", tags=("Coast",)),
        Feed("feed-3", "https://lorusk.example/news", kind="page"),
    ]
    assert read(write(feeds).encode()) == [
        Subscription("Ød & <Sons>", feeds[0].url, ("Coast", "daily"), "feed", "en"),
        Subscription("Lorusk Courier", feeds[1].url, ("Coast",), "sitemap"),
        Subscription(feeds[2].url, feeds[2].url, (), "page"),
    ]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "empty"),
        (b"<rss><channel/></rss>", "no OPML file: it begins with <rss>"),
        (b"<opml><body><outline text='x'/></body></opml>", "holds no subscription"),
        (b"<!DOCTYPE opml [<!ENTITY x 'y'>]><opml><body/></opml>", "declares entities"),
        (b"https://averna.example/feed", "no XML element"),
    ],
)
def test_what_is_no_list_of_subscriptions_is_refused_in_a_sentence(body: bytes, why: str) -> None:
    with pytest.raises(ReadingError, match=why):
        read(body)


def test_an_opml_file_that_was_cut_off_gives_what_it_holds() -> None:
    assert len(read(EXPORT[: EXPORT.index(b'<outline text="bad"')])) == 2
