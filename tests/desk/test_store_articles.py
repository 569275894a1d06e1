"""What is kept comes back, once, and with what analysts have put right."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from tests.briefings import EMPTY, FULL, HOSTILE
from tests.desk.conftest import NOW

from tocsin.desk.store.articles import Wanted
from tocsin.desk.store.kept import Correction
from tocsin.desk.store.store import Store
from tocsin.desk.store.texts import text_digest
from tocsin.errors import LeaseLost, StoreError
from tocsin.records import Act, Article, Briefing, Event, Passage, Span

LATER = NOW + timedelta(days=30)


def keep(store: Store, briefing: Briefing = FULL, **more: Any) -> bool:
    return store.keep(briefing, **{"at": NOW, "reader": "reader 1", "codebook": "1"} | more)


def correction(kind: str, record: str, field: str, after: Any, before: Any = None) -> Correction:
    return Correction(kind, FULL.article.id, record, field, before, after, "Ada", NOW, "seen in the paper")


def coded_anew() -> Briefing:
    """FULL as a newer reader codes it: other ids, the second claim's content a word shorter, one event fewer."""
    claims = []
    for number, claim in enumerate(FULL.claims):
        content = claim.content
        if number == 1:
            spans = (*content.spans[:-1], Span(content.spans[-1].start, content.spans[-1].end - 4))
            content = Passage(content.text[:-4], spans)
        claims.append(replace(claim, id=f"claim-new-{number}", parent=None, content=content, score=0.5))
    events = [
        replace(event, id=f"event-new-{number}", claim=None, within=None) for number, event in enumerate(FULL.events)
    ]
    return replace(FULL, id="briefing-new", claims=tuple(claims), events=tuple(events[:-1]), stances=(), questions=())


@pytest.mark.parametrize("briefing", [FULL, EMPTY, HOSTILE], ids=["full", "empty", "hostile"])
def test_a_briefing_comes_back_as_it_was(store: Store, briefing: Briefing) -> None:
    assert keep(store, briefing)
    assert store.briefing(briefing.article.id) == briefing
    assert store.article(briefing.article.id) == briefing.article


def test_what_no_database_can_hold_comes_back_all_the_same(store: Store) -> None:
    text = "Averna said \x00 “no” \ud800 and 🚢 left.\n\nNobody \udfffsaw it."
    said = replace(
        FULL.claims[0],
        content=Passage.of(text, (Span(0, 20),)),
        source=replace(FULL.claims[0].source, text="\x00\ud83d"),
    )
    article = Article(
        "odd", text, title="A\x00B", outlet="The \ud800 Herald", url="https://x.example/\x00", byline=("\x00",)
    )
    briefing = Briefing("briefing-odd", article, claims=(said,))
    keep(store, briefing)
    assert store.briefing("odd") == briefing
    assert [hit.article.id for hit in store.search("ship OR nobody").items] == ["odd"]
    assert len(store.claims(outlet="The Herald").items) == 1


def test_an_article_is_unknown_until_it_is_kept(store: Store) -> None:
    assert store.article("nobody") is None
    assert store.briefing("nobody") is None
    assert store.kept("no\x00body") is None


def test_keeping_the_same_twice_changes_nothing(store: Store) -> None:
    assert keep(store) is True
    before = store.sizes(), store.kept("full")
    assert keep(store, at=LATER) is False
    assert (store.sizes(), store.kept("full")) == before


def test_coding_anew_replaces_all_that_was_derived(store: Store) -> None:
    keep(store)
    anew = coded_anew()
    assert keep(store, anew, at=LATER, reader="reader 2")
    assert store.briefing("full") == anew
    sizes = store.sizes()
    assert (sizes["article"], sizes["claim"], sizes["event"], sizes["stance"]) == (
        1,
        len(anew.claims),
        len(anew.events),
        0,
    )
    kept = store.kept("full")
    assert kept is not None
    assert (kept.kept_at, kept.coded_at, kept.reader) == (NOW, LATER, "reader 2")
    assert store.integrity() == []


def test_the_feed_that_brought_an_article_first_stays_its_feed(store: Store) -> None:
    keep(store, feed="feed-1")
    keep(store, coded_anew(), feed="feed-2")
    assert store.kept("full").feed == "feed-1"  # type: ignore[union-attr]


def test_a_correction_holds_at_once_and_is_found_by(store: Store) -> None:
    keep(store)
    claim = FULL.claims[0]
    assert claim.act is not Act.DENY
    store.correct(correction("claim", claim.id, "act", "deny", before=claim.act.value))
    assert store.briefing("full").claims[0].act is Act.DENY  # type: ignore[union-attr]
    assert claim.id in {found.claim.id for found in store.claims(act="deny").items}
    (made,) = store.corrections("full")
    assert (made.by, made.before, made.after, made.note, made.applied) == (
        "Ada",
        claim.act.value,
        "deny",
        "seen in the paper",
        True,
    )


def test_a_correction_survives_coding_anew_though_ids_and_edges_moved(store: Store) -> None:
    keep(store)
    store.correct(correction("claim", FULL.claims[1].id, "hedged", not FULL.claims[1].hedged))
    store.correct(correction("event", FULL.events[0].id, "type", "COERCE"))
    keep(store, coded_anew(), at=LATER)
    briefing = store.briefing("full")
    assert briefing is not None
    assert briefing.claims[1].hedged is not FULL.claims[1].hedged
    assert briefing.events[0].type == "COERCE"
    assert [one.event.id for one in store.events(type="COERCE").items] == ["event-new-0"]
    assert all(one.applied for one in store.corrections())


def test_a_correction_of_words_nobody_codes_any_more_is_kept_and_shown_as_without_effect(store: Store) -> None:
    keep(store)
    lost = FULL.events[-1]
    store.correct(correction("event", lost.id, "status", "future"))
    keep(store, coded_anew())
    (made,) = store.corrections()
    assert not made.applied
    keep(store, FULL, reader="reader 3")
    (made,) = store.corrections()
    assert made.applied
    assert store.briefing("full").events[-1].status.value == "future"  # type: ignore[union-attr]


def test_what_is_struck_is_answered_no_more_nor_what_rests_on_it_alone(store: Store) -> None:
    keep(store)
    told = next(event for event in FULL.events if event.claim is not None)
    claim = next(claim for claim in FULL.claims if claim.id == told.claim)
    store.correct(correction("claim", claim.id, "struck", True))
    briefing = store.briefing("full")
    assert briefing is not None
    assert claim.id not in {one.id for one in briefing.claims}
    assert told.id not in {one.id for one in briefing.events}
    assert claim.id not in {one.claim.id for one in store.claims().items}
    assert told.id not in {one.event.id for one in store.events().items}


def test_a_correction_taken_back_leaves_what_was_coded(store: Store) -> None:
    keep(store)
    store.correct(correction("claim", FULL.claims[0].id, "struck", True))
    store.correct(correction("article", "full", "outlet", "The Lorusk Courier"))
    assert store.article("full").outlet == "The Lorusk Courier"  # type: ignore[union-attr]
    for made in store.corrections():
        assert made.id is not None
        assert store.withdraw(made.id)
    assert store.briefing("full") == FULL
    assert store.corrections() == []
    assert not store.withdraw(4711)


@pytest.mark.parametrize(
    ("kind", "field", "after", "said"),
    [
        ("claim", "act", "sing", "is not one of"),
        ("claim", "colour", "red", "has no field"),
        ("claim", "source.spans.99.0", 1, "has no field"),
        ("claim", "score", 7, "is not a probability"),
        ("claim", "id", "claim-x", "is not corrected"),
        ("rumour", "act", "deny", "no kind of record"),
    ],
)
def test_a_correction_that_cannot_stand_is_refused_and_nothing_is_kept(
    store: Store, kind: str, field: str, after: Any, said: str
) -> None:
    keep(store)
    with pytest.raises(StoreError, match=said):
        store.correct(correction(kind, FULL.claims[0].id, field, after))
    assert store.corrections() == []
    assert store.briefing("full") == FULL


def test_two_analysts_do_not_undo_each_other_unseen(store: Store) -> None:
    keep(store)
    claim = FULL.claims[0]
    store.correct(correction("claim", claim.id, "act", "deny", before=claim.act.value))
    with pytest.raises(StoreError, match="by now"):
        store.correct(correction("claim", claim.id, "act", "hope", before=claim.act.value))


def test_the_job_is_done_in_the_transaction_that_keeps_the_article(store: Store) -> None:
    store.enqueue("article", "a", {}, NOW)
    job = store.lease(["article"], "one", 60, NOW)
    assert job is not None
    keep(store, job=job)
    assert store.job("article", "a").state == "done"  # type: ignore[union-attr]


def test_two_that_keep_the_same_articles_at_the_same_time_keep_each_once(store: Store) -> None:
    briefings = [replace(FULL, article=replace(FULL.article, id=f"a{number}")) for number in range(15)]

    def keep_all(some: list[Briefing]) -> int:
        return sum(keep(store, briefing) for briefing in some)

    with ThreadPoolExecutor(3) as pool:
        kept = sum(pool.map(keep_all, [briefings, briefings[::-1], briefings[7:] + briefings[:7]]))
    assert kept == 15
    assert store.sizes()["claim"] == 15 * len(FULL.claims)
    assert store.integrity() == []


def test_an_article_whose_job_has_passed_on_is_not_kept(store: Store) -> None:
    store.enqueue("article", "a", {}, NOW)
    late = store.lease(["article"], "one", 60, NOW)
    quick = store.lease(["article"], "two", 60, NOW + timedelta(seconds=61))
    assert late is not None
    assert quick is not None
    with pytest.raises(LeaseLost, match="leased to two"):
        keep(store, job=late)
    assert store.article("full") is None
    keep(store, job=quick)
    with pytest.raises(LeaseLost, match="is done"):
        keep(store, coded_anew(), job=quick)
    assert store.briefing("full") == FULL


def test_articles_are_listed_newest_first_page_by_page_without_gap_or_overlap(store: Store) -> None:
    for number in range(25):
        article = replace(
            EMPTY.article, id=f"a{number}", text=f"Text {number}.", published=date(2031, 3, 1 + number % 5) if number % 6 else None,
            outlet="Courier" if number % 2 else "The Orun Sun",
        )  # fmt: skip
        keep(store, replace(EMPTY, id=f"b{number}", article=article), at=datetime(2031, 3, 3, number % 24, tzinfo=UTC))
    seen, cursor = [], None
    while True:
        page = store.articles(limit=4, cursor=cursor)
        seen += page.items
        if (cursor := page.cursor) is None:
            break
    assert sorted(one.id for one in seen) == sorted(f"a{number}" for number in range(25))
    assert [one.day for one in seen] == sorted((one.day for one in seen), reverse=True)
    assert {one.day for one in seen if one.published is None} == {date(2031, 3, 3)}
    assert len(store.articles(Wanted(outlet="the ORUN sun")).items) == 13
    assert len(store.articles(Wanted(since=date(2031, 3, 5))).items) == len(
        [one for one in seen if one.day >= date(2031, 3, 5)]
    )


def test_articles_are_found_by_country_text_address_and_codebook(store: Store) -> None:
    keep(store)
    keep(store, EMPTY, codebook="2")
    assert [one.id for one in store.articles(Wanted(country="AVN")).items] == ["full"]
    assert [one.id for one in store.articles(Wanted(codebook_not="2")).items] == ["full"]
    assert store.articles(Wanted(country="XXX")).items == ()
    assert [one.id for one in store.articles_with_text(FULL.article.text.replace("\n\n", " \n"))] == ["full"]
    assert [one.id for one in store.articles_with_digest(text_digest(FULL.article.text))] == ["full"]
    assert FULL.article.url is not None
    assert [one.id for one in store.articles_at(FULL.article.url)] == ["full"]


def test_an_article_removed_leaves_nothing_but_its_corrections(store: Store) -> None:
    keep(store)
    store.correct(correction("claim", FULL.claims[0].id, "act", "deny"))
    assert store.remove_article("full")
    assert not store.remove_article("full")
    sizes = store.sizes()
    assert {name for name in ("article", "claim", "event", "party", "concern", "stance") if sizes[name]} == set()
    assert store.search("march").items == ()
    assert store.integrity() == []
    keep(store)
    assert store.briefing("full").claims[0].act is Act.DENY  # type: ignore[union-attr]


def test_a_moment_without_a_time_zone_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="no time zone"):
        keep(store, at=datetime(2031, 3, 22))
    assert store.article("full") is None


def test_an_event_counts_on_the_day_it_happened(store: Store) -> None:
    keep(store)
    shooting: Event = next(event for event in FULL.events if event.when and event.when.start == date(2031, 3, 5))
    found = store.events(since=date(2031, 3, 5), until=date(2031, 3, 5)).items
    assert [one.event.id for one in found] == [shooting.id]
