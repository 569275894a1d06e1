"""What robots.txt allows us, by RFC 9309."""

import time

import pytest

from tocsin.reading.robots import Robots

SITE = "https://lorusk.example"


def allows(rules: str, path: str) -> bool:
    return Robots(200, rules.encode()).allows(SITE + path)


@pytest.mark.parametrize(
    ("status", "allowed"),
    [
        (200, True),
        (204, True),
        (301, True),
        (403, True),
        (404, True),
        (429, True),
        (500, False),
        (503, False),
        (None, False),
    ],
)
def test_the_status_decides_where_there_are_no_rules(status: int | None, allowed: bool) -> None:
    assert Robots(status, b"").allows(f"{SITE}/news") is allowed


def test_rules_count_only_in_an_answer_of_success() -> None:
    assert Robots(404, b"User-agent: *\nDisallow: /").allows(f"{SITE}/news")


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /", "/news", False),
        ("User-agent: *\nDisallow:", "/news", True),
        ("User-agent: Tocsin\nDisallow: /\n\nUser-agent: *\nDisallow:", "/news", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: tocsin\nAllow: /", "/news", True),
        ("User-agent: Other\nUser-agent: Tocsin\nDisallow: /x", "/x/1", False),
        ("User-agent: Other\nDisallow: /", "/news", True),
        ("User-agent: *\nDisallow: /news\nAllow: /news/world", "/news/world/1", True),  # the longest match holds
        ("User-agent: *\nAllow: /news\nDisallow: /news", "/news", True),  # of two as long, the one that allows
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf?x", True),
        ("User-agent: *\nDisallow: /*?print=", "/a?print=1", False),
        ("User-agent: *\nDisallow: /News", "/news", True),
        ("User-agent: *\nDisallow: /%C3%B8re", "/øre", False),
        ("\ufeffUser-agent: *\r\nDisallow: /x # not this\r\n", "/x", False),
        ("<!DOCTYPE html><html>Not found</html>", "/news", True),
    ],
)
def test_rules_are_matched_as_the_standard_has_it(rules: str, path: str, allowed: bool) -> None:
    assert allows(rules, path) is allowed


@pytest.mark.parametrize(
    ("rules", "delay_s"),
    [
        ("User-agent: *\nCrawl-delay: 7", 7.0),
        ("User-agent: *\nCrawl-delay: 0.5\nRequest-rate: 1/10", 10.0),
        ("User-agent: *\nCrawl-delay: 99999999", 3600.0),
        ("User-agent: *\nCrawl-delay: soon", None),
        ("User-agent: *\nCrawl-delay: nan", None),
        ("User-agent: *\nCrawl-delay: -4", None),
        ("User-agent: Other\nCrawl-delay: 7", None),
    ],
)
def test_a_pause_between_requests_is_heard(rules: str, delay_s: float | None) -> None:
    assert Robots(200, rules.encode()).delay_s == delay_s


def test_sitemaps_are_named_once_and_only_with_a_web_address() -> None:
    robots = Robots(
        200, b"Sitemap: https://lorusk.example/a.xml\nSitemap: /b.xml\nSitemap: https://lorusk.example/a.xml\n"
    )
    assert robots.sitemaps == ("https://lorusk.example/a.xml",)


def test_a_rule_beyond_the_limit_is_not_read_and_none_is_cut_into_a_wider_one() -> None:
    line = b"Disallow: /one-of-many-folders-that-nobody-may-see\n"
    body = b"User-agent: *\n" + line * (600_000 // len(line)) + b"Disallow: /news\n"
    robots = Robots(200, body)
    assert robots.allows(f"{SITE}/news")
    assert robots.allows(f"{SITE}/one")
    assert not robots.allows(f"{SITE}/one-of-many-folders-that-nobody-may-see/x")


@pytest.mark.parametrize(
    "rules", ["Disallow: /" + "*a" * 60 + "*b$\n", "Disallow: /*x$\n" * 40_000, "User-agent: a\n" * 38_000]
)
def test_rules_made_to_be_slow_are_matched_in_a_moment(rules: str) -> None:
    started = time.process_time()
    robots = Robots(200, f"User-agent: *\n{rules}".encode())
    for length in (10, 1_000, 4_000):
        assert robots.allows(f"{SITE}/{'a' * length}c")
    assert time.process_time() - started < 10
