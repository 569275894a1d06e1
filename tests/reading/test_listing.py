"""What feeds, sitemaps and watched pages list, and what is refused."""

import gzip
import json
import resource
import time
from collections.abc import Callable
from datetime import UTC, datetime
from xml.parsers import expat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.errors import ReadingError
from tocsin.reading.listing import listing
from tocsin.reading.markup import UNSEEN
from tocsin.reading.mending import mended
from tocsin.records.feed import Listing

HOME = "https://lorusk.example/feeds/news.xml"
ITEM = "<item><title>Odell speaks</title><link>https://lorusk.example/odell</link><guid isPermaLink='false'>7</guid></item>"


def read(body: str | bytes, kind: str = "feed", **said: str) -> Listing:
    body = body.encode() if isinstance(body, str) else body
    return listing(body, url=HOME, content_type=said.get("content_type"), charset=said.get("charset"), kind=kind)


def rss(items: str, head: str = "") -> str:
    return (
        f"<?xml version='1.0'?><rss version='2.0'><channel><title>Lorusk Courier</title>{head}{items}</channel></rss>"
    )


def test_an_rss_feed_is_read_with_all_it_says() -> None:
    found = read(
        """<?xml version="1.0" encoding="utf-8"?>
        <rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
             xmlns:atom="http://www.w3.org/2005/Atom"><channel>
        <title>Lorusk Courier</title><link>https://lorusk.example/</link><language>en-GB</language><ttl>30</ttl>
        <atom:link rel="hub" href="https://hub.example/"/><atom:link rel="self" href="https://lorusk.example/feeds/news.xml"/>
        <item><title>Odell &amp;amp; Varga meet</title><link>/2031/odell-varga</link><guid>https://lorusk.example/?p=7</guid>
        <pubDate>Wed, 12 Mar 2031 09:30:00 +0200</pubDate><dc:creator>Mila Novak</dc:creator>
        <description>&lt;p&gt;They met &lt;b&gt;twice&lt;/b&gt;.&lt;/p&gt;&lt;p&gt;Nothing came of it.&lt;/p&gt;</description>
        <content:encoded><![CDATA[<p>Full text with <a href="/more">more</a>.</p><script>evil()</script>]]></content:encoded>
        <source url="https://lta.example/rss">Loruskan Telegraph Agency</source></item>
        </channel></rss>"""
    )
    assert (found.kind, found.title, found.site, found.language, found.ttl_s) == (
        "rss", "Lorusk Courier", "https://lorusk.example/", "en-GB", 1800,
    )  # fmt: skip
    assert (found.hub, found.topic, found.skipped) == ("https://hub.example/", HOME, ())
    (entry,) = found.entries
    assert (entry.guid, entry.url) == ("https://lorusk.example/?p=7", "https://lorusk.example/2031/odell-varga")
    assert (entry.title, entry.author, entry.source) == (
        "Odell & Varga meet",
        "Mila Novak",
        "Loruskan Telegraph Agency",
    )
    assert entry.published == datetime(2031, 3, 12, 7, 30, tzinfo=UTC)
    assert entry.summary == "They met twice. Nothing came of it."
    assert entry.html is not None
    assert 'href="https://lorusk.example/more"' in entry.html
    assert "evil" not in entry.html


def test_an_atom_feed_is_read_with_its_base_and_both_times() -> None:
    found = read(
        """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://averna.example/a/"><title>Averna</title>
        <link rel="next" href="?page=2"/>
        <entry><id>tag:averna.example,2031:1</id><title type="html">The &lt;i&gt;Marble House&lt;/i&gt;</title>
        <link rel="enclosure" href="sound.mp3"/><link rel="alternate" href="marble"/><author><name>A. Reyl</name></author>
        <author><name>B. Sorn</name></author>
        <published>2031-03-12T09:30:00Z</published><updated>2031-03-13T00:00:00+01:00</updated>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>It <b>stands</b> <a href='there'>there</a>.</p></div></content></entry></feed>"""
    )
    (entry,) = found.entries
    assert (found.kind, found.next) == ("atom", "https://averna.example/a/?page=2")
    assert (entry.guid, entry.url) == ("tag:averna.example,2031:1", "https://averna.example/a/marble")
    assert (entry.title, entry.author) == ("The Marble House", "A. Reyl, B. Sorn")
    assert entry.published == datetime(2031, 3, 12, 9, 30, tzinfo=UTC)
    assert entry.updated == datetime(2031, 3, 12, 23, 0, tzinfo=UTC)
    assert entry.html is not None
    assert '<b>stands</b> <a href="https://averna.example/a/there"' in entry.html


def test_a_json_feed_is_read_and_its_bad_items_are_noted() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1", "title": "Averna Wire", "home_page_url": "/", "feed_url": HOME,
        "language": "en", "next_url": "?p=2", "hubs": [{"type": "WebSub", "url": "https://hub.example/"}],
        "authors": [{"name": "The desk"}],
        "items": [
            {"id": 7, "url": "/odell", "title": "Odell", "content_text": "One < two.\n\nThree.", "date_published": "2031-03-12"},
            {"id": "8", "url": "javascript:alert(1)", "title": "x"},
            "no object",
            {"id": "9", "external_url": "https://other.example/a", "authors": [{"name": "M. Novak"}]},
        ],
    }  # fmt: skip
    found = read(json.dumps(feed))
    first, last = found.entries
    assert (found.kind, found.site, found.hub, found.next) == (
        "json",
        "https://lorusk.example/",
        "https://hub.example/",
        f"{HOME}?p=2",
    )
    assert (first.guid, first.url, first.author) == ("7", "https://lorusk.example/odell", "The desk")
    assert (first.html, first.published) == ("<p>One &lt; two.</p><p>Three.</p>", datetime(2031, 3, 12, tzinfo=UTC))
    assert (last.url, last.author) == ("https://other.example/a", "M. Novak")
    assert [note.stage for note in found.skipped] == ["reading", "reading"]


def test_a_news_sitemap_lists_the_newest_first() -> None:
    found = read(
        """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
        <url><loc>https://lorusk.example/old</loc><lastmod>2031-03-01</lastmod></url>
        <url><loc>https://lorusk.example/new</loc><news:news><news:publication><news:name>Lorusk Courier</news:name>
        <news:language>en</news:language></news:publication><news:publication_date>2031-03-12T08:00:00Z</news:publication_date>
        <news:title>Varga resigns</news:title></news:news></url>
        <url><loc>ftp://lorusk.example/x</loc></url></urlset>""",
        kind="sitemap",
    )
    assert [entry.url for entry in found.entries] == ["https://lorusk.example/new", "https://lorusk.example/old"]
    assert (found.entries[0].title, found.entries[0].source) == ("Varga resigns", "Lorusk Courier")
    assert (found.kind, len(found.skipped)) == ("sitemap", 1)


def test_a_sitemap_index_names_its_parts_and_a_packed_one_is_unpacked() -> None:
    index = b"""<sitemapindex><sitemap><loc>/a.xml</loc><lastmod>2031-01-01</lastmod></sitemap>
        <sitemap><loc>/b.xml</loc><lastmod>2031-03-01</lastmod></sitemap></sitemapindex>"""
    assert read(gzip.compress(index)).parts == ("https://lorusk.example/b.xml", "https://lorusk.example/a.xml")


def test_a_watched_page_lists_what_looks_like_an_article_and_no_more() -> None:
    found = read(
        """<html lang="en"><head><title>Lorusk Courier</title></head><body>
        <nav><a href="/politics">Politics</a><a href="/about-us">All about our newspaper and us</a></nav>
        <article><h2><a href="/2031/03/12/varga-resigns?utm_source=front">Varga resigns after a night of talks</a></h2>
        <a href="/2031/03/12/varga-resigns">Read</a></article>
        <a href="/world/odell-says-no-to-the-deal-104233">Odell: no deal</a>
        <a href="https://elsewhere.example/2031/03/12/other-story-of-the-day">Another paper's story of the day</a>
        <a href="/tag/odell-varga-and-the-others-12345">Everything on Odell and on Varga</a>
        <a href="/2031/03/12/picture.jpg">A picture of the Marble House today</a></body></html>""",
        kind="page",
    )
    assert [(entry.url, entry.title) for entry in found.entries] == [
        ("https://lorusk.example/2031/03/12/varga-resigns", "Varga resigns after a night of talks"),
        ("https://lorusk.example/world/odell-says-no-to-the-deal-104233", "Odell: no deal"),
    ]
    assert found.entries[0].published == datetime(2031, 3, 12, tzinfo=UTC)


def test_an_entry_without_an_id_goes_by_its_address_and_without_both_by_its_words() -> None:
    alone = (
        "<item><title>b</title><description>Odell said no. &lt;p&gt;" + "And no again. " * 100 + "</description></item>"
    )
    found = read(rss("<item><title>a</title><link>/x#part</link></item>" + alone))
    assert found.entries[0].guid == "https://lorusk.example/x"
    assert found.entries[1].guid.startswith("sha256:")
    assert found.entries[1].url == ""
    assert read(rss(alone)).entries[0].guid == found.entries[1].guid


def test_an_entry_without_an_address_and_without_its_text_is_skipped() -> None:
    found = read(rss("<item><title>b</title><description>Odell said no.</description></item>"))
    assert (found.entries, found.skipped[0].what) == ((), "b")


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "http://user:pass@lorusk.example/", "http://[::1/"]
)
def test_a_link_that_is_not_of_the_web_skips_its_entry_alone(link: str) -> None:
    found = read(rss(f"<item><title>bad</title><link>{link}</link></item>{ITEM}"))
    assert [entry.title for entry in found.entries] == ["Odell speaks"]
    assert "address" in found.skipped[0].why
    assert found.skipped[0].what == "bad"


def test_a_feed_is_read_to_its_five_hundredth_entry_and_says_so() -> None:
    found = read(rss("".join(f"<item><link>/{n}</link></item>" for n in range(620))))
    assert (len(found.entries), found.entries[-1].url) == (500, "https://lorusk.example/499")
    assert found.skipped[0].what == "120 entries"


def test_a_field_is_cut_at_200_000_characters_and_says_so() -> None:
    found = read(rss(f"<item><link>/a</link><description>{'word ' * 100_000}</description></item>"))
    assert len(found.entries[0].html or "") <= 200_000
    assert "cut" in found.skipped[0].why


def test_times_that_are_none_are_unknown_and_not_now() -> None:
    found = read(rss("".join(f"<item><link>/{n}</link><pubDate>{day}</pubDate></item>" for n, day in enumerate(
        ("soon", "Thu, 01 Jan 1970 00:00:00 GMT", "0001-01-01T00:00:00Z", "")
    ))))  # fmt: skip
    assert [entry.published for entry in found.entries] == [None] * 4


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Odell &lt;3 Varga", "Odell <3 Varga"),
        ("One &lt;two&gt; three", "One <two> three"),
        ("<![CDATA[<b>Odell</b> &amp; Varga]]>", "Odell & Varga"),
        ("Fish &amp;amp; chips", "Fish & chips"),
        ("  two\n lines ", "two lines"),
    ],
)
def test_a_title_is_one_line_of_plain_text(title: str, shown: str) -> None:
    assert read(rss(f"<item><title>{title}</title><link>/a</link></item>")).entries[0].title == shown


BROKEN = {
    "a bare ampersand": rss("<item><title>Fish & chips</title><link>/a?x=1&y=2</link></item>"),
    "HTML's own names": rss("<item><title>Fish&nbsp;&amp; chips</title><link>/a?x=1&amp;y=2</link></item>"),
    "HTML left open": rss(
        "<item><description>one<br>two<p>three</description><title>Fish & chips</title><link>/a?x=1&y=2</link></item>"
    ),
    "no end": rss("<item><title>Fish & chips</title><link>/a?x=1&y=2</link></item>")[:-16],
    "words before it": "Warning: line 3\n\n"
    + rss("<item><title>Fish &amp; chips</title><link>/a?x=1&amp;y=2</link></item>"),
    "a control character": rss("<item><title>Fish\x0b &amp; chips</title><link>/a?x=1&amp;y=2</link></item>"),
    "a NUL": rss("<item><title>Fish\0 &amp; chips</title><link>/a?x=1&amp;y=2</link></item>"),
    "an undeclared prefix": rss(
        "<item><zz:note>no</zz:note><title>Fish &amp; chips</title><link>/a?x=1&amp;y=2</link></item>"
    ),
    "attributes unquoted": rss("<item a=b a=c><title>Fish &amp; chips</title><link>/a?x=1&amp;y=2</link></item>"),
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
def test_a_broken_feed_is_mended(body: str) -> None:
    assert [(entry.title, entry.url) for entry in read(body).entries] == [
        ("Fish & chips", "https://lorusk.example/a?x=1&y=2")
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_feed_is_read_in_any_unicode(encoding: str) -> None:
    assert read(rss("<item><title>Ødell</title><link>/a</link></item>").encode(encoding)).entries[0].title == "Ødell"


def test_a_server_that_says_latin_1_of_utf_8_is_not_believed_and_of_latin_1_is() -> None:
    body = rss("<item><title>Ødell</title><link>/a</link></item>")
    assert read(body.encode("utf-8"), charset="iso-8859-1").entries[0].title == "Ødell"
    assert read(body.encode("latin-1"), charset="iso-8859-1").entries[0].title == "Ødell"
    said = body.replace("'1.0'", "'1.0' encoding='windows-1251'")
    assert read(said.replace("Ødell", "Оделл").encode("cp1251")).entries[0].title == "Оделл"


REFUSED = {
    "nothing": (b"", "empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0", "picture"),
    "a word": (b"Not found", "no XML element"),
    "other XML": (b"<svg><g/></svg>", "neither RSS nor Atom"),
    "other JSON": (b'{"items": []}', "no JSON Feed"),
    "broken JSON": (b'{"version": ', "begins like JSON"),
    "a page": (b"<!DOCTYPE html><html><body>Hello</body></html>", "is a web page"),
    "a page with a feed": (
        b'<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head></html>',
        "its feed is https://lorusk.example/rss",
    ),
    "half a gzip file": (b"\x1f\x8b\x08\0abc", "gzip"),
}


@pytest.mark.parametrize(("body", "why"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_feed_is_refused_in_a_sentence(body: bytes, why: str) -> None:
    with pytest.raises(ReadingError, match=why):
        read(body)


def test_a_feed_that_says_it_is_a_page_is_still_a_feed() -> None:
    assert read(rss(ITEM), content_type="text/html").entries[0].guid == "7"


def laughs() -> bytes:
    lines = "".join(f"<!ENTITY lol{n} '{f'&lol{n - 1};' * 10}'>" for n in range(1, 10))
    return f"<!DOCTYPE lolz [<!ENTITY lol0 'lol'>{lines}]><rss><channel><title>&lol9;</title></channel></rss>".encode()


def filled(start: bytes, unit: bytes, size: int = 14_000_000) -> bytes:
    return start + unit * ((size - len(start)) // len(unit))


ATTACKS: dict[str, Callable[[], bytes]] = {
    "billion laughs": laughs,
    "an external entity": lambda: b"<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><rss><channel><title>&x;</title></channel></rss>",
    "an entity behind a quoted end": lambda: b"<!DOCTYPE r [<!ATTLIST a b CDATA ']>' ><!ENTITY x 'y'>]><rss><channel/></rss>",
    "an entity behind a comment": lambda: b"<!-- <rss> --><!DOCTYPE r [<!ENTITY % x 'y'>]><rss><channel/></rss>",
    "deep nesting": lambda: b"<rss><channel>" + b"<a>" * 1_000_000 + b"</a>" * 1_000_000 + b"</channel></rss>",
    "an attribute of 50 MB": lambda: b"<rss a='" + b"x" * 50_000_000 + b"'><channel/></rss>",
    "an attribute of 14 MB": lambda: b"<rss a='" + b"x" * 14_000_000 + b"'><channel/></rss>",
    "a million attributes": lambda: b"<rss " + b" ".join(b"a%d='1'" % n for n in range(1_000_000)) + b"/>",
    "many elements": lambda: filled(b"<rss><channel>", b"<x/>") + b"</channel></rss>",
    "some fewer elements": lambda: filled(b"<rss><channel>", b"<x/>", 3_000_000) + b"</channel></rss>",
    "many namespaces": lambda: b"<rss><channel>" + b"".join(b"<a xmlns:p%d='u%d'/>" % (n, n) for n in range(90_000)) + b"</channel></rss>",
    "many prefixes": lambda: b"<rss><channel>" + b"".join(b"<p%d:a/>" % n for n in range(800_000)),
    "opened signs": lambda: filled(b"<rss><channel><item>", b"<"),
    "opened tags": lambda: filled(b"<rss><channel><item>", b"<a ", 2_500_000),
    "opened quotes": lambda: filled(b"<rss><channel><item>", b"<a b=\"c='", 8_000_000),
    "one long word in a tag": lambda: b"<rss><channel><item " + b"a" * 9_000_000 + b"></rss>",
    "ampersands": lambda: filled(b"<rss><channel><item><title>", b"&"),
    "opened CDATA": lambda: filled(b"<rss><channel><item>", b"<![CDATA["),
    "opened comments": lambda: filled(b"<rss><channel><item>", b"<!--"),
    "comments before all": lambda: filled(b"", b"<!---->"),
    "document types before all": lambda: filled(b"", b"<!DOCTYPE x ["),
    "ends without a start": lambda: filled(b"<rss><channel><item>", b"</x>", 3_900_000),
    "nested JSON": lambda: b"[" * 14_000_000,
    "a JSON number": lambda: b'{"version": ' + b"9" * 14_000_000 + b"}",
    "a packed bomb": lambda: gzip.compress(b"<rss>" + b"x" * 100_000_000),
    "a long list of addresses": lambda: filled(b"", b"https://lorusk.example/1\n"),
}  # fmt: skip
PASSING = {
    "a long list of addresses", "ends without a start", "many namespaces", "one long word in a tag",
    "opened CDATA", "opened comments", "opened quotes", "opened tags",
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_an_attack_costs_seconds_and_some_memory_at_most(
    attack: Callable[[], bytes], request: pytest.FixtureRequest
) -> None:
    body = attack()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    try:
        found = read(body)
    except ReadingError as error:
        assert len(str(error)) < 400  # noqa: PT017 - a sentence, never the attack itself
    else:
        assert request.node.callspec.id in PASSING
        assert len(found.entries) <= 500
    # The slowest of these took 4 s of one busy core; without the limits the same bodies take minutes.
    assert time.process_time() - started < 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 600_000  # kB


def test_a_page_of_nothing_but_links_costs_seconds_at_most() -> None:
    link = b"<a href='/2031/01/02/a-b-c-d-e'>one two three four five</a>"
    started = time.process_time()
    assert len(read(filled(b"<html>", link, 5_000_000), kind="page").entries) == 1
    with pytest.raises(ReadingError, match="too much to read"):
        read(filled(b"<html>", link), kind="page")
    assert time.process_time() - started < 20


PIECES = st.sampled_from(["<", ">", "/", "=", '"', "'", " ", "a", "b:", "&", ";", "<![CDATA[", "]]>", "<!--", "-->", "<?", "#x", "xmlns", "xmlns:b",
    "'http://ª/'", "ª", "xml:", "é", "\x0b", "<item>", "</item>", "</rss>", "&eacute;", "&lt"])  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
@settings(max_examples=1000, deadline=None)
def test_whatever_is_mended_is_well_formed(rest: str) -> None:
    expat.ParserCreate(namespace_separator=" ").Parse(mended(UNSEEN.sub("", f"<rss>{rest}")).encode("utf-8"), True)


@given(st.binary(max_size=400), st.sampled_from(["feed", "sitemap", "page"]))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_a_listing_or_a_sentence(body: bytes, kind: str) -> None:
    for start in (
        b"",
        b"<rss><channel><item>",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry>",
        b"<urlset><url><loc>",
        b"<html>",
    ):
        try:
            read(start + body, kind=kind)
        except ReadingError:
            continue
