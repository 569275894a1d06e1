"""Feeds whose hub tells us of news: asking for that, and taking what is delivered. Polling goes on all the while.

Nothing secret is stored: the path that a hub calls, and the secret it signs with, are made from the desk's key, the feed
and its topic. Whoever serves HTTP passes on what is called at `/websub/<feed>/<token>` and does nothing else with it.
"""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from tocsin.desk.polite import Later, Polite, utc_now
from tocsin.desk.poll import Keeps
from tocsin.errors import FetchError, ReadingError
from tocsin.reading import websub
from tocsin.reading.listing import listing
from tocsin.reading.websub import LARGEST, LEASE, Expected
from tocsin.records.feed import Feed

CONFIRMED_IN = timedelta(minutes=15)  # how long a hub is given to call back
FIRST_RETRY = timedelta(hours=1)  # after a refusal; doubled each time, a day at most
LONGEST = timedelta(hours=24)
FORM = "application/x-www-form-urlencoded"

__all__ = ["LARGEST", "Subscriber"]


@dataclass(slots=True)
class Standing:
    """How it stands with one feed's hub; forgotten when the process ends, and then asked for anew, which hubs allow."""

    renew_at: datetime | None = None  # set when the hub has confirmed
    refusals: int = 0  # in a row, silence included
    reason: str | None = None


class Subscriber:
    """Subscriptions to hubs. *base* is the desk's own public address, *key* is its secret, 16 bytes at least."""

    def __init__(
        self, store: Keeps, polite: Polite, *, base: str, key: bytes, now: Callable[[], datetime] = utc_now
    ) -> None:
        if len(key) < 16:
            raise ValueError("a key of fewer than 16 bytes can be guessed")
        self.store = store
        self.polite = polite
        self.base = base.rstrip("/")
        self.key = key
        self.now = now
        self.standing: dict[str, Standing] = {}

    def made(self, what: str, feed: Feed) -> str:
        """A secret of this desk for *feed* and its topic."""
        about = "\0".join((what, feed.id, topic(feed))).encode("utf-8", "surrogatepass")
        return hmac.new(self.key, about, hashlib.sha256).hexdigest()

    def callback(self, feed: Feed) -> str:
        """The address that only the hub of *feed* knows."""
        return f"{self.base}/websub/{feed.id}/{self.made('path', feed)}"

    def attend(self, feed: Feed) -> datetime | None:
        """Subscribe or renew where that is due; when to call this again, None where there is no hub to ask."""
        now = self.now()
        standing = self.standing.setdefault(feed.id, Standing())
        if feed.state != "active" or not feed.hub:
            return None
        if standing.renew_at is not None and now < standing.renew_at:
            return standing.renew_at
        standing.renew_at = None
        # Counted as refused until the hub confirms, so that silence is asked again ever more seldom.
        standing.refusals += 1
        pause: timedelta = min(FIRST_RETRY * 2 ** min(standing.refusals - 1, 10), LONGEST)
        try:
            hub, form = websub.subscription_request(feed, self.callback(feed), self.made("secret", feed), LEASE)
            answer = self.polite.ask(hub, method="POST", content=form, headers={"Content-Type": FORM})
        except Later as later:
            standing.reason = str(later)
            return later.until
        except FetchError as error:
            standing.reason = str(error)
            return self.now() + pause
        if not answer.ok:
            words = " ".join(answer.body.decode("utf-8", "replace").split())[:200]
            standing.reason = f"the hub {hub} answered {answer.says}{f': {words}' if words else ''}"
            return self.now() + pause
        if standing.renew_at is not None:  # it called back before it answered
            return standing.renew_at
        standing.reason = f"the hub {hub} has not confirmed yet"
        return self.now() + (CONFIRMED_IN if standing.refusals == 1 else pause)

    def verified(self, feed_id: str, token: str, query: Mapping[str, str]) -> str | None:
        """The body of the 200 to answer a hub's GET with; None: 404."""
        feed = self.called(feed_id, token)
        if feed is None:
            return None
        standing = self.standing.setdefault(feed.id, Standing())
        wanted = feed.state == "active" and feed.hub is not None
        expected = Expected(topic(feed), "subscribe" if wanted else "unsubscribe")
        why = websub.denied(query, expected)
        if why is not None:
            standing.renew_at, standing.reason = None, f"the hub {feed.hub} refuses: {why}"
            return ""
        challenge = websub.verify(query, expected)
        if challenge is not None and wanted:
            standing.renew_at = websub.renewal(self.now(), websub.granted(query))
            standing.refusals, standing.reason = 0, None
        return challenge

    def deliver(
        self, feed_id: str, token: str, body: bytes, signature: str | None, *, content_type: str | None = None
    ) -> int | None:
        """How many new entries *body* brought; None: answer 404, as the address is nobody's.

        What is not signed, too large or unreadable brings none, and is answered as if it had: a stranger learns nothing.
        """
        feed = self.called(feed_id, token)
        if feed is None:
            return None
        if feed.state != "active" or not websub.delivered(body, signature, self.made("secret", feed)):
            return 0
        try:
            found = listing(body, url=feed.url, content_type=content_type, charset=None, kind=feed.kind)
        except ReadingError:
            return 0  # the next poll reads the feed itself, and its reason is kept
        return len(self.store.put_feed(feed, at=self.now(), entries=found.entries))

    def called(self, feed_id: str, token: str) -> Feed | None:
        """The feed whose secret path was called."""
        feed = self.store.feed(feed_id)
        if feed is None or feed.id != feed_id:
            return None
        known = hmac.compare_digest(self.made("path", feed).encode(), token.encode("utf-8", "replace"))
        return feed if known else None


def topic(feed: Feed) -> str:
    """What the hub calls *feed*."""
    return feed.topic or feed.url
