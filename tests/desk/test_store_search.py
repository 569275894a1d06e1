"""Whatever is typed is understood; what is found is ranked, marked and paged; claims and events answer by who, what and when."""

import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.briefings import EMPTY, FULL
from tests.desk.conftest import NOW

from tocsin.desk.store import search as search_module
from tocsin.desk.store.query import parsed
from tocsin.desk.store.store import Store
from tocsin.errors import StoreError
from tocsin.records import Act, Actor, Briefing, Party, Source, When

TEXTS = {
    "a": "The tanks crossed the Karsa bridge at dawn. Nobody in Averna protested.",
    "b": "Protesters crossed the bridge of Karsa. The protest was quiet.",
    "c": "Évacuation of Orun began; evacuees crossed the border at São Miro.",
    "d": "Nothing happened in Belarno, said the state-run radio. To be or not to be.",
}


def keep(store: Store, id_: str, text: str, **more: Any) -> None:
    article = replace(EMPTY.article, id=id_, text=text, published=date(2031, 3, 1), **more)
    store.keep(replace(EMPTY, id=f"briefing-{id_}", article=article), at=NOW, reader="r", codebook="c")


@pytest.fixture
def searched(store: Store) -> Store:
    for id_, text in TEXTS.items():
        keep(store, id_, text)
    return store


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("tanks bridge", "a"),
        ("bridge", "ab"),
        ("protest", "ab"),  # stemmed: protested, protesters
        ('"Karsa bridge"', "a"),
        ("“karsa bridge”", "a"),
        ('"bridge Karsa"', ""),
        ("bridge -tanks", "b"),
        ('karsa -"karsa bridge"', "b"),
        ("tanks OR evacuation", "ac"),
        ("crossed tanks OR border", "ac"),
        ("evacu*", "c"),
        ("EVACUATION", "c"),
        ("sao miro", "c"),
        ("state-run", "d"),
        ('"to be or not to be"', "d"),
        ("to be", "d"),
        ("", ""),
        ("-tanks", ""),
        ('"', ""),
        ('tanks"', "a"),
        ("(tanks)", "a"),
        ("tanks NEAR/2", ""),
        ("text:tanks", ""),
        ("OR tanks OR OR", "a"),
        ("*", ""),
        ("'; DROP TABLE article; --", ""),
    ],
)
def test_search_understands(searched: Store, query: str, found: str) -> None:
    assert sorted(hit.article.id for hit in searched.search(query).items) == sorted(found)


def test_a_snippet_marks_what_was_found_in_the_words_of_the_text(searched: Store) -> None:
    (hit,) = searched.search("tanks dawn").items
    assert {piece.text for piece in hit.snippet if piece.found} == {"tanks", "dawn"}
    assert "".join(piece.text for piece in hit.snippet).strip("…") in TEXTS["a"]


def test_a_word_in_the_title_and_a_word_told_often_rank_higher(store: Store) -> None:
    filler = " ".join(f"word{number}" for number in range(300))
    keep(store, "once", f"The harbour. {filler}")
    keep(store, "often", f"The harbour, the harbour and the harbour. {filler}")
    keep(store, "title", f"The harbour. {filler}", title="Harbour closed")
    ranked = [hit.article.id for hit in store.search("harbour").items]
    assert ranked.index("once") == 2
    assert sorted(ranked[:2]) == ["often", "title"]


def test_a_text_changed_is_found_by_its_new_words_alone(searched: Store) -> None:
    keep(searched, "a", "Ships left Portavel.")
    assert searched.search("tanks").items == ()
    assert [hit.article.id for hit in searched.search("ships").items] == ["a"]


def test_search_filters_by_day_outlet_and_country(store: Store) -> None:
    store.keep(FULL, at=NOW, reader="r", codebook="c")
    day, outlet = FULL.article.published, FULL.article.outlet
    assert day is not None

    def found(**more: Any) -> int:
        return len(store.search("Averna", **more).items)

    assert found() == found(since=day, until=day, outlet=outlet, country="LRK") == 1
    assert found(since=day + timedelta(days=1)) == found(until=day - timedelta(days=1)) == 0
    assert found(outlet="another") == found(country="XXX") == 0


def test_pages_of_a_search_are_complete_and_do_not_overlap(store: Store) -> None:
    for number in range(30):
        keep(store, f"a{number}", f"Tanks {'tanks ' * (number % 4)}at dawn {number // 8}.")
    seen, cursor, scores = [], None, []
    while True:
        hits = store.search("tanks", limit=7, cursor=cursor)
        seen += [hit.article.id for hit in hits.items]
        scores += [hit.score for hit in hits.items]
        if (cursor := hits.cursor) is None:
            break
    assert sorted(seen) == sorted(f"a{number}" for number in range(30))
    assert scores == sorted(scores, reverse=True)


def test_where_too_many_fit_the_newest_are_ranked_and_it_is_said(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("RANKED_SQLITE", "RANKED_POSTGRESQL"):
        monkeypatch.setattr(search_module, name, 5)
    for number in range(8):
        keep(store, f"a{number}", "Tanks at dawn.")
    hits = store.search("tanks")
    assert sorted(hit.article.id for hit in hits.items) == ["a3", "a4", "a5", "a6", "a7"]
    assert hits.newest == 5
    assert store.search("nothing").newest is None


def test_words_in_a_row_are_looked_for_further_back_until_enough_are_found(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("READ", 2), ("MOST_READ", 8), ("ENOUGH", 2)):
        monkeypatch.setattr(search_module, name, value)
    keep(store, "first", "The Karsa bridge.")
    for number in range(12):
        keep(store, f"a{number}", "The bridge of Karsa.")
    hits = store.search('"Karsa bridge"')
    assert [hit.article.id for hit in hits.items] == ["first"]
    assert hits.newest is None


@pytest.mark.parametrize("cursor", ["", "x", "!!!", "bm9uc2Vuc2U", "WzEsMl0x"])
def test_a_cursor_that_is_none_is_refused_in_a_sentence(store: Store, cursor: str) -> None:
    for ask in (store.claims, store.events, store.articles, lambda **more: store.search("x", **more)):
        with pytest.raises(StoreError, match="no cursor"):
            ask(cursor=cursor)


QUERIES = st.text(st.characters(), max_size=60) | st.lists(
    st.sampled_from(["tanks", '"', "“", "-", "OR", "AND", "NOT", "NEAR", "(", ")", "*", ":", "^", "+", "'", "\\", "&", "|", "!", "<->", "\x00",
                     "\ud800", "é", "戦車", "🚢", " ", "-\"", "{", "}", "%", ";"])
).map("".join)  # fmt: skip


@pytest.fixture(scope="module")
def either(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Store]]:
    """Both stores at once, where there are both, with TEXTS in them."""
    addresses = [str(tmp_path_factory.mktemp("typed") / "typed.db")]
    with contextlib.suppress(pytest.skip.Exception):
        addresses.append(request.getfixturevalue("server").make("typed", "template"))
    stores = [Store.open(address) for address in addresses]
    for store, (id_, text) in product(stores, TEXTS.items()):
        keep(store, id_, text)
    yield stores
    for store in stores:
        store.close()


@given(query=QUERIES)
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_that_can_be_typed_is_an_error_and_both_databases_find_the_same(
    either: list[Store], query: str
) -> None:
    found = [sorted(hit.article.id for hit in store.search(query).items) for store in either]
    assert all(one == found[0] for one in found)
    for store in either:
        store.claims(text=query, speaker=query, limit=1)
        store.events(actor=query, recipient=query, limit=1)


@given(query=QUERIES)
def test_a_query_holds_nothing_but_letters_and_digits_in_its_words(query: str) -> None:
    asked = parsed(query)
    for term in [*asked.none, *(term for group in asked.all for term in group)]:
        assert term.words
        assert all(word.isalnum() for word in term.words)


PEOPLE = [Actor("Ada Odell", "AVN", "GOV"), Actor("Ivo Maro", "LRK", "SPY"), Actor("Teo Gallo", "AVN", "OPP"), None]


def told(number: int) -> Briefing:
    """A briefing of four claims and four events that differ in all that is asked by."""
    day = date(2031, 3, 1) + timedelta(days=number % 7)
    article = replace(FULL.article, id=f"a{number}", published=day, outlet=["Courier", "Sun", None][number % 3])
    claims = tuple(
        replace(
            FULL.claims[0],
            id=f"c{number}-{place}",
            source=Source(actor.name if actor and actor.name else "officials", (), actor),
            act=list(Act)[(number + place) % 3],
            hedged=(number + place) % 2 == 0,
            parent=None,
        )
        for place, actor in enumerate(PEOPLE)
    )
    events = tuple(
        replace(
            FULL.events[0],
            id=f"e{number}-{place}",
            type=["MOBILIZE", "ASSAULT", "PROTEST"][(number + place) % 3],
            actors=tuple(
                Party(who.name or "", (), who.name, who.country, who.sector) for who in PEOPLE[place : place + 2] if who
            ),
            recipients=(Party("Lorusk", (), "Lorusk", "LRK", "MIL" if number % 2 else "GOV"),),
            when=When(day - timedelta(days=place), None, FULL.events[0].when.how)
            if place and FULL.events[0].when
            else None,
            claim=None,
            within=None,
        )
        for place in range(4)
    )
    return replace(
        FULL, id=f"b{number}", article=article, claims=claims, events=events, stances=(), questions=(), interests=()
    )


@pytest.fixture
def ledger(store: Store) -> tuple[Store, list[Briefing]]:
    briefings = [told(number) for number in range(20)]
    for briefing in briefings:
        store.keep(briefing, at=NOW, reader="r", codebook="c")
    return store, briefings


def pages(ask: Callable[..., Any], limit: int = 3, **more: Any) -> list[Any]:
    """All items of all pages; none of them twice, newest first."""
    items, cursor = [], None
    while True:
        page = ask(limit=limit, cursor=cursor, **more)
        assert len(page.items) <= limit
        items += page.items
        if (cursor := page.cursor) is None:
            break
    days = [item.day for item in items]
    assert days == sorted(days, reverse=True)
    return items


@pytest.mark.parametrize("country", [None, "AVN"])
@pytest.mark.parametrize("speaker", [None, "odell", "Ada ODELL", "o'dell ada", "officials", "nobody"])
@pytest.mark.parametrize("act", [None, "assert"])
@pytest.mark.parametrize("hedged", [None, True])
def test_claims_by_who_and_what_are_complete(
    ledger: tuple[Store, list[Briefing]], country: str | None, speaker: str | None, act: str | None, hedged: bool | None
) -> None:
    store, briefings = ledger
    since, until = date(2031, 3, 2), date(2031, 3, 5)

    def fits(briefing: Briefing, claim: Any) -> bool:
        name = (claim.source.actor.name if claim.source.actor else claim.source.text).lower()
        return (
            since <= briefing.article.published <= until  # type: ignore[operator]
            and (country is None or (claim.source.actor is not None and claim.source.actor.country == country))
            and (speaker is None or set(speaker.lower().split()) <= set(name.split()))
            and (act is None or claim.act == act)
            and (hedged is None or claim.hedged == hedged)
        )

    wanted = {claim.id for briefing in briefings for claim in briefing.claims if fits(briefing, claim)}
    found = pages(store.claims, country=country, speaker=speaker, act=act, hedged=hedged, since=since, until=until)
    assert sorted(one.claim.id for one in found) == sorted(wanted)


def test_claims_know_their_outlet_and_article(ledger: tuple[Store, list[Briefing]]) -> None:
    store, briefings = ledger
    found = pages(store.claims, outlet="SUN")
    assert {one.article.outlet for one in found} == {"Sun"}
    assert len(found) == sum(len(one.claims) for one in briefings if one.article.outlet == "Sun")
    assert found[0].claim in next(one for one in briefings if one.article.id == found[0].article.id).claims


def test_claims_are_found_by_their_own_words(store: Store) -> None:
    store.keep(FULL, at=NOW, reader="r", codebook="c")
    found = pages(store.claims, text='"military operation" OR war', limit=1)
    assert sorted(one.claim.id for one in found) == sorted(
        claim.id for claim in FULL.claims if re.search(r"military operation|\bwar\b", claim.content.text)
    )
    assert store.claims(text="Portavel -close", speaker="maro").items == ()


@pytest.mark.parametrize("type_", [None, "ASSAULT"])
@pytest.mark.parametrize("actor", [None, "AVN", "AVN.OPP", "gallo", "XXX", "nobody"])
@pytest.mark.parametrize("recipient", [None, "LRK", "LRK.MIL", "lorusk"])
def test_events_by_type_and_parties_are_complete(
    ledger: tuple[Store, list[Briefing]], type_: str | None, actor: str | None, recipient: str | None
) -> None:
    store, briefings = ledger
    since, until = date(2031, 3, 1), date(2031, 3, 5)

    def is_it(asked: str | None, parties: tuple[Party, ...]) -> bool:
        return asked is None or any(
            asked in {party.country, f"{party.country}.{party.sector}"} or asked in str(party.name).lower().split()
            for party in parties
        )

    wanted = {
        event.id
        for briefing in briefings
        for event in briefing.events
        if (type_ is None or event.type == type_)
        and is_it(actor, event.actors)
        and is_it(recipient, event.recipients)
        and since <= (event.when.start if event.when else briefing.article.published) <= until  # type: ignore[operator]
    }
    found = pages(store.events, type=type_, actor=actor, recipient=recipient, since=since, until=until)
    assert sorted(one.event.id for one in found) == sorted(wanted)


def test_events_by_status_mode_place_and_outlet(store: Store) -> None:
    store.keep(FULL, at=NOW, reader="r", codebook="c")
    for name, of in (("status", lambda event: event.status.value), ("mode", lambda event: event.mode)):
        for value in {of(event) for event in FULL.events} - {None}:
            found = store.events(**{name: value}).items
            assert {one.event.id for one in found} == {event.id for event in FULL.events if of(event) == value}
    places = {event.where.country for event in FULL.events if event.where} - {None}
    assert places
    for country in places:
        assert store.events(country=country).items
    assert len(store.events(outlet=FULL.article.outlet).items) == len(FULL.events)
