"""What a site's robots.txt lets us read. Fetching it, and keeping it for a day, is the poller's business.

Source: RFC 9309; its rules are read and matched by protego.
"""

import math

from protego import Protego

from tocsin.reading.field import address

AGENT = "Tocsin"  # our product token: what a site writes after "User-agent:" to speak to us
READ = 512_000  # bytes; RFC 9309, 2.5: at least 500 KiB
LONGEST_S = 3600.0  # of a pause between two requests; a site that asks for more is as good as polled hourly
SITEMAPS = 100


class Robots:
    """The rules of one site for us, from the answer to its /robots.txt.

    *status* is None when the site could not be reached. What *status* decides: 2xx, the rules in *body*; 4xx and
    endless redirects, there are none and all is allowed (2.3.1.3); 5xx and no answer, nothing is allowed (2.3.1.4).

    >>> robots = Robots(200, b"User-agent: *\\nDisallow: /private\\nCrawl-delay: 5")
    >>> robots.allows("https://lorusk.example/news"), robots.allows("https://lorusk.example/private/x"), robots.delay_s
    (True, False, 5.0)
    """

    def __init__(self, status: int | None, body: bytes = b"") -> None:
        self.status = status
        self.delay_s: float | None = None  # between two requests
        self.sitemaps: tuple[str, ...] = ()
        self.rules: Protego | None = None
        if status is not None and 200 <= status < 300:
            self.rules = Protego.parse(lines(body))
            self.delay_s = self.pause()
            found = (address(each, "") for each in self.rules.sitemaps)
            self.sitemaps = tuple(dict.fromkeys(filter(None, found)))[:SITEMAPS]

    def allows(self, url: str) -> bool:
        """Whether we may ask for *url*, which is of this site."""
        if self.rules is not None:
            return bool(self.rules.can_fetch(url, AGENT))
        return self.status is not None and self.status < 500

    def pause(self) -> float | None:
        """Seconds between two requests, by Crawl-delay or Request-rate; None when neither is there."""
        if self.rules is None:
            return None
        rate = self.rules.request_rate(AGENT)
        asked = [self.rules.crawl_delay(AGENT), rate.seconds / rate.requests if rate and rate.requests else None]
        waits = [min(float(wait), LONGEST_S) for wait in asked if wait is not None and math.isfinite(wait) and wait > 0]
        return max(waits, default=None)


def lines(body: bytes) -> str:
    """The part of a robots.txt that is read: whole lines, so that no rule is cut into a wider one."""
    if len(body) > READ:
        body = body[:READ].rpartition(b"\n")[0]
    return body.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
