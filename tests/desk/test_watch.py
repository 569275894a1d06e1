"""The watch end to end: a press on loopback, a real store, the shipped reader."""

from collections.abc import Iterator

import pytest
from tests.desk.desk import AVERNA, Desk, one_item, opened
from tests.desk.feedserver import Document, Item, article_page, rss

from tocsin.desk.store.store import Store
from tocsin.desk.watch import Watch
from tocsin.language.models import model_version
from tocsin.pipeline import Pipeline
from tocsin.records import Article, Briefing


@pytest.fixture
def desk(store: Store) -> Iterator[Desk]:
    yield from opened(store)


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline.load()


def worker(desk: Desk, pipeline: object, owner: str = "one") -> Watch:
    return Watch(
        desk.store, desk.poller, lambda: pipeline, reader=model_version(), codebook="c", owner=owner, now=desk.clock.now
    )  # type: ignore[arg-type,return-value]


def test_what_a_feed_announces_is_read_kept_and_found(desk: Desk, pipeline: Pipeline) -> None:
    desk.follow(desk.press.put(AVERNA, "/feed", Document(one_item(desk))))
    done = list(worker(desk, pipeline).due())
    assert [(one.kind, one.outcome) for one in done] == [("poll", "new"), ("article", "read")]
    (kept,) = desk.store.articles().items
    briefing = desk.store.briefing(kept.id)
    assert briefing is not None
    assert briefing.claims or briefing.events
    assert [hit.article.id for hit in desk.store.search("Odell").items] == [kept.id]
    assert list(worker(desk, pipeline).due()) == []


def test_an_article_that_the_reader_stumbles_over_costs_nobody_else(desk: Desk, pipeline: Pipeline) -> None:
    class Stumbles:
        def brief(self, article: Article) -> Briefing:
            if "bad" in (article.url or ""):
                raise ValueError("no verb")
            return pipeline.brief(article)

    items = []
    for name in ("bad", "good"):
        url = desk.press.put(AVERNA, f"/{name}", article_page(f"Odell on {name}", name))
        items.append(Item(name, url, f"Odell on {name}", desk.clock.now()))
    desk.follow(desk.press.put(AVERNA, "/feed", Document(rss(items))))
    outcomes = {(one.outcome, one.reason) for one in worker(desk, Stumbles()).due() if one.kind == "article"}
    assert outcomes == {("read", None), ("failed", "ValueError: no verb")}
    (failed,) = desk.store.jobs("failed")
    assert failed.reason == "ValueError: no verb"


def test_a_worker_that_died_over_an_article_leaves_it_to_the_next(desk: Desk, pipeline: Pipeline) -> None:
    class Dies:
        def brief(self, article: Article) -> Briefing:  # noqa: ARG002 - called as a pipeline is
            raise KeyboardInterrupt

    desk.follow(desk.press.put(AVERNA, "/feed", Document(one_item(desk))))
    first = worker(desk, Dies(), "first")
    with pytest.raises(KeyboardInterrupt):
        list(first.due())
    assert desk.store.articles().items == ()
    assert list(worker(desk, pipeline, "second").due()) == []  # the lease still holds
    desk.store.release("first", at=desk.clock.now())
    assert [one.outcome for one in worker(desk, pipeline, "second").due()] == ["read"]
    assert len(desk.store.articles().items) == 1
