"""WebSub as a subscriber speaks it: what to ask a hub, and how to tell its calls from a stranger's. Nothing is sent here.

A hub calls an address of ours that nobody else knows, repeats what we asked for, and signs what it delivers with a
secret that only it was told. Each of the three is checked; what fails is ignored, and polling goes on as before.

Source: W3C, WebSub (Recommendation of 23 January 2018), sections 4, 5 and 7.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlencode, urljoin, urlsplit

from tocsin.errors import FetchError
from tocsin.records.feed import Feed

LEASE = timedelta(days=10)  # what hubs commonly grant; it is asked for, and the hub decides
SHORTEST, LONGEST = timedelta(minutes=5), timedelta(days=30)  # leases believed; beyond, the nearer of the two counts
LARGEST = 5_000_000  # bytes of one delivery; a hub sends what is new, not the archive
SECRET = 200  # bytes; a secret must be shorter (section 5.1)
METHODS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "sha384": hashlib.sha384, "sha512": hashlib.sha512}
LINK = re.compile(r"<([^<>]*)>([^<]*)")  # a target and what is said of it
RELATION = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]*))", re.IGNORECASE)


class Offer(NamedTuple):
    """Who tells of changes, and under which address; None where it is not said."""

    hub: str | None
    topic: str | None


@dataclass(frozen=True, slots=True)
class Expected:
    """What we asked a hub for, or would accept of it now."""

    topic: str
    mode: str = "subscribe"  # or "unsubscribe"


def offer(headers: Mapping[str, str], url: str) -> Offer:
    """What the Link headers of *url*'s answer offer, which goes before what is written in the feed (section 4).

    >>> offer({"link": '<https://hub.example/>; rel="hub", </news>; rel=self'}, "https://averna.example/feed")
    Offer(hub='https://hub.example/', topic='https://averna.example/news')
    """
    found: dict[str, str] = {}
    for written in LINK.finditer(headers.get("link", "")[:8_000]):
        relation = RELATION.search(written[2])
        for name in (relation[1] or relation[2] or "").lower().split() if relation else ():
            try:
                target = urljoin(url, written[1])
                web = urlsplit(target).scheme in ("http", "https")
            except ValueError:
                continue
            if web:
                found.setdefault(name, target)
    return Offer(found.get("hub"), found.get("self"))


def subscription_request(
    feed: Feed, callback: str, secret: str, lease: timedelta = LEASE, *, mode: str = "subscribe"
) -> tuple[str, bytes]:
    """The hub's address and the form to post to it, as application/x-www-form-urlencoded.

    Raises FetchError when *feed* offers no hub, or one that would be told the secret unencrypted though the feed
    itself is encrypted.
    """
    topic = feed.topic or feed.url
    if not feed.hub:
        raise FetchError(f"{feed.url} offers no WebSub hub: it is polled")
    if topic.startswith("https:") and not feed.hub.startswith("https:"):
        raise FetchError(f"{feed.url} is encrypted and its hub {feed.hub} is not: it is polled")
    if not secret or len(secret.encode()) >= SECRET:
        raise FetchError(f"a WebSub secret has from 1 to {SECRET - 1} bytes, not {len(secret.encode())}")
    form = {
        "hub.callback": callback,
        "hub.mode": mode,
        "hub.topic": topic,
        "hub.lease_seconds": str(int(lease.total_seconds())),
        "hub.secret": secret,
    }
    if mode == "unsubscribe":
        del form["hub.lease_seconds"], form["hub.secret"]
    return feed.hub, urlencode(form).encode("ascii")


def verify(query: Mapping[str, str], expected: Expected) -> str | None:
    """The challenge to send back as the whole answer to a hub that asks whether we meant it; None: answer 404.

    >>> asked = {"hub.mode": "subscribe", "hub.topic": "https://averna.example/feed", "hub.challenge": "x7"}
    >>> verify(asked, Expected("https://averna.example/feed")), verify(asked, Expected("https://lorusk.example/feed"))
    ('x7', None)
    """
    challenge = query.get("hub.challenge", "")
    if query.get("hub.mode") != expected.mode or query.get("hub.topic") != expected.topic:
        return None
    # Whoever calls is a stranger until the topic matched, and even then gets nothing back that a browser would run.
    return challenge if re.fullmatch(r"[\x21-\x7e]{1,1000}", challenge) else None


def denied(query: Mapping[str, str], expected: Expected) -> str | None:
    """Why the hub refuses, where *query* says that it does (section 5.2)."""
    if query.get("hub.mode") != "denied" or query.get("hub.topic") != expected.topic:
        return None
    return query.get("hub.reason", "").strip()[:300] or "the hub gives no reason"


def granted(query: Mapping[str, str]) -> timedelta:
    """The lease a hub grants: what it says, within bounds; a hub that does not say is asked anew after a day."""
    said = query.get("hub.lease_seconds", "").strip()
    if not re.fullmatch(r"[0-9]{1,12}", said):
        return timedelta(days=1)
    return min(max(timedelta(seconds=int(said)), SHORTEST), LONGEST)


def renewal(at: datetime, lease: timedelta) -> datetime:
    """When to ask again for a lease that began *at*: with a quarter of it left, for hubs that are down for a while.

    >>> renewal(datetime(2031, 3, 1), timedelta(days=8))
    datetime.datetime(2031, 3, 7, 0, 0)
    """
    return at + lease * 3 / 4


def delivered(body: bytes, signature: str | None, secret: str) -> bool:
    """Whether *body* was signed with *secret*, as its X-Hub-Signature header claims (section 7.1).

    >>> mark = hmac.new(b"secret", b"news", "sha256").hexdigest()
    >>> delivered(b"news", f"sha256={mark}", "secret"), delivered(b"news!", f"sha256={mark}", "secret")
    (True, False)
    """
    method, _, digest = (signature or "").strip().partition("=")
    made = METHODS.get(method.strip().lower())
    if made is None or len(body) > LARGEST or not secret:
        return False
    mark = hmac.new(secret.encode(), body, made).hexdigest()
    return hmac.compare_digest(mark.encode(), digest.strip().lower().encode("utf-8", "replace"))
