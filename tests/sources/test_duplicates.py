"""Copies are found whatever was cut, added or changed; what only looks alike is not; the order of arrival is nothing."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.errors import RecordError
from tocsin.sources.duplicates import Cluster, Duplicates

DAY, NEXT = date(2026, 3, 2), date(2026, 3, 3)
SPARE = (
    "harbour treaty convoy ballot winter bridge soldier market judge river engine letter garden copper signal thunder"
)


def words(start: int, count: int, stem: str = "word") -> str:
    """So many words that stand nowhere else."""
    return " ".join(f"{stem}{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(start, start + count))


WIRE = words(0, 200)
CUT = (
    f"{words(0, 20, 'lead')} {words(20, 90)} {words(0, 18, 'local')} {words(110, 20)}"  # new lead, local line, no tail
)


def index(*articles: tuple[str, str] | tuple[str, str, date | None]) -> Duplicates:
    found = Duplicates()
    for article, text, *published in articles:
        found.add(article, text, published=published[0] if published else None)
    return found


def test_a_cut_copy_says_what_it_left_out_and_what_it_added() -> None:
    articles = index(("wire", WIRE, DAY))
    copy = articles.add("paper", CUT, published=NEXT)
    assert copy is not None
    assert (copy.article, copy.lead, copy.of) == ("paper", "wire", "wire")
    shared, whole, own = 87 + 17, 197, 145
    assert copy.containment == pytest.approx(shared / own)
    assert copy.cut == pytest.approx(1 - shared / whole)
    assert copy.added == pytest.approx(1 - shared / own)
    assert articles.clusters() == (Cluster("wire", (copy,)),)


def test_the_original_that_comes_late_repeats_nothing_and_leads_in_the_end() -> None:
    articles = index(("paper", CUT, NEXT))
    assert articles.add("wire", WIRE, published=DAY) is None
    assert (articles.lead("paper"), articles.lead("wire")) == ("wire", "wire")


@pytest.mark.parametrize(
    ("wire", "paper"),
    [
        ({"published": datetime(2026, 3, 2, 9, tzinfo=UTC)}, {"published": datetime(2026, 3, 2, 10, tzinfo=UTC)}),
        ({"published": DAY}, {"published": None}),
        ({"published": DAY, "outlet": "Continental Press"}, {"published": DAY, "agency": "Continental Press"}),
        ({"published": DAY, "outlet": "Lorusk News Agency"}, {"published": DAY, "agency": "LNA"}),
        ({"published": DAY}, {"published": DAY, "agency": "LNA"}),
        ({"published": None, "outlet": "LNA"}, {"published": DAY, "agency": "LNA"}),
        # A date is the whole day, so the hour of the other decides nothing, but the credit does.
        ({"published": DAY, "outlet": "LNA"}, {"published": datetime(2026, 3, 2, 6, tzinfo=UTC), "agency": "LNA"}),
    ],
    ids=["hour", "known day", "own credit", "own credit by initials", "no credit", "own credit, undated", "whole day"],
)
def test_who_told_first_is_told_by_time_and_then_by_credit(wire: dict, paper: dict) -> None:
    longer, shorter = WIRE, CUT
    for first, second in ((longer, shorter), (shorter, longer)):  # whatever the texts say
        articles = Duplicates()
        articles.add("paper", second, **paper)
        articles.add("wire", first, **wire)
        assert articles.lead("paper") == "wire"


def test_without_time_and_credit_the_text_that_was_cut_comes_first() -> None:
    assert index(("a paper", CUT), ("wire", WIRE)).lead("a paper") == "wire"
    whole = (
        f"{words(0, 100)} {words(0, 20, 'local')} {words(100, 100)}"  # longer than the wire, for it has a local line
    )
    assert index(("a paper", whole), ("wire", WIRE)).lead("a paper") == "wire"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Two reports of one speech.
        (f"{words(0, 60, 'mine')} “{words(0, 120)}”", f"{words(0, 70, 'yours')} «{words(0, 120)}»"),
        # Stories of one outlet that end in the same background.
        (f"{words(0, 70, 'mine')} {words(0, 90)}", f"{words(0, 75, 'yours')} {words(0, 90)}"),
        # One form, other figures.
        tuple(" ".join(f"{words(n, 7)} {n * k}" for n in range(0, 140, 7)) for k in (3, 5)),
        # A flash of one sentence in a whole story.
        (words(0, 25), WIRE),
    ],
    ids=["speech", "background", "figures", "flash"],
)
def test_texts_that_share_much_and_are_no_copies_stay_apart(one: str, other: str) -> None:
    assert index(("one", one), ("other", other)).clusters() == ()


def test_a_quotation_does_not_hide_a_copy() -> None:
    wire = f"{words(0, 80)} “{words(0, 60, 'said')}” {words(80, 60)}"
    assert index(("wire", wire, DAY), ("paper", f"{words(0, 15, 'lead')} {wire}", NEXT)).lead("paper") == "wire"


def test_a_story_does_not_join_another_through_a_round_up_of_both() -> None:
    other = words(0, 150, "other")
    articles = index(("averna", WIRE, DAY), ("round-up", f"{WIRE} {other}", NEXT), ("lorusk", other, date(2026, 3, 4)))
    assert articles.lead("round-up") == "averna"
    assert articles.lead("lorusk") == "lorusk"


def test_a_copy_of_a_copy_has_the_lead_of_the_first() -> None:
    second = f"{words(0, 25, 'more')} {words(20, 60)} {words(0, 18, 'local')}"
    articles = index(("wire", WIRE, DAY), ("paper", CUT, NEXT), ("blog", second, date(2026, 3, 4)))
    (cluster,) = articles.clusters()
    assert [(copy.article, copy.lead, copy.of) for copy in cluster.copies] == [
        ("paper", "wire", "wire"), ("blog", "wire", "paper"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "وأعلنت وزارة الداخلية في أفيرنا إغلاق المعبر الحدودي في لوروسك بعد ليلتين من القصف الذي قطع طريق الساحل وترك المرفأ بلا كهرباء "
        "وقالت الوزارة إن أربعة آلاف شخص كانوا يستخدمون المعبر كل يوم للوصول إلى أسواق الوادي وإنه لن يفتح قبل نهاية الشهر المقبل",
        "Министерство внутренних дел Аверны закрыло пограничный переход в Лоруске после двух ночей обстрелов которые перерезали "
        "прибрежную дорогу и оставили порт без света По словам министра каждый день переходом пользовались четыре тысячи человек "
        "и он не откроется раньше конца следующего месяца Оппозиция требует слушаний в парламенте и отставки начальника порта",
        "阿维尔纳内政部周一宣布关闭洛鲁斯克边境口岸此前连续两夜的炮击切断了沿海公路并使港口断电部长说每天约有四千人经由该口岸前往山谷的市场"
        "口岸在下月底之前不会重新开放反对派要求议会就此举行听证",
    ],
    ids=["Arabic", "Cyrillic", "Chinese"],
)
def test_copies_are_found_in_other_scripts(text: str) -> None:
    shorter = text[: int(len(text) * 0.8)]
    assert index(("wire", text, DAY), ("paper", shorter, NEXT)).lead("paper") == "wire"


def test_an_id_is_added_once_and_asked_for_only_when_added() -> None:
    articles = index(("wire", WIRE))
    with pytest.raises(RecordError, match="added before"):
        articles.add("wire", CUT)
    with pytest.raises(RecordError, match="not added"):
        articles.lead("paper")


def test_texts_without_words_repeat_nothing() -> None:
    assert index(("one", ""), ("other", "— … —"), ("third", "")).clusters() == ()


prose = st.lists(st.sampled_from(SPARE.split()), min_size=4, max_size=120).map(" ".join)


@given(prose)
@settings(max_examples=25)
def test_a_text_copied_word_for_word_is_found(text: str) -> None:
    articles = index(("wire", text, DAY))
    copy = articles.add("paper", text.upper().replace(" ", ", "), published=NEXT)
    assert copy is not None
    assert (copy.lead, copy.containment, copy.cut, copy.added) == ("wire", 1, 0, 0)


@given(st.integers(1, 300), st.integers(1, 300))
@settings(max_examples=25)
def test_texts_that_share_no_four_words_are_never_copies(one: int, other: int) -> None:
    assert index(("one", words(0, one, "mine")), ("other", words(0, other, "yours"))).clusters() == ()


@st.composite
def published(draw: st.DrawFn) -> date | datetime | None:
    day = draw(st.integers(1, 3))
    return draw(
        st.sampled_from([None, date(2026, 3, day), datetime(2026, 3, day, draw(st.integers(0, 23)), tzinfo=UTC)])
    )


@st.composite
def syndicated(draw: st.DrawFn) -> list[tuple[str, dict]]:
    """Articles cut from two wires, some from both, with whatever is known of them."""
    found = []
    for number in range(draw(st.integers(2, 7))):
        parts = []
        for stem in draw(st.sampled_from([["wire"], ["wire"], ["other"], ["wire", "other"]])):
            start, length = draw(st.integers(0, 60)), draw(st.sampled_from([20, 60, 100, 150]))
            parts += [words(start, length, stem), words(0, draw(st.sampled_from([0, 20])), f"local{number}")]
        known = {
            "published": draw(published()),
            "agency": draw(st.sampled_from([None, "LNA"])),
            "outlet": draw(st.sampled_from([None, "LNA", "Lorusk Courier"])),
        }
        found.append((f"article-{number}", {"text": " ".join(parts), **known}))
    return found


@given(syndicated(), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_clusters_do_not_depend_on_the_order_of_arrival(articles: list[tuple[str, dict]], chance) -> None:
    one, other = Duplicates(), Duplicates()
    for article, rest in articles:
        one.add(article, **rest)
    shuffled = list(articles)
    chance.shuffle(shuffled)
    for article, rest in shuffled:
        other.add(article, **rest)
    assert one.clusters() == other.clusters()
    assert [one.lead(article) for article, _ in articles] == [other.lead(article) for article, _ in articles]
    for cluster in one.clusters():  # each article in one cluster; each copy repeats a member of its own
        members = {cluster.lead, *(copy.article for copy in cluster.copies)}
        assert all(
            copy.of in members - {copy.article} and one.lead(copy.article) == cluster.lead for copy in cluster.copies
        )
