from datetime import date

from tests.coding.hand import at, read

from tocsin.coding.when import long_past, today_of, when_of
from tocsin.language.times import times
from tocsin.records import Article, Attribution, Dateline, How, Reading, When

DAY = date(2019, 1, 24)  # a Thursday
ARTICLE = Article("a", "", published=DAY)


def when(reading: Reading, trigger: str, article: Article = ARTICLE, **hints: bool) -> When | None:
    expressions = times(reading.text, published=article.published, dateline_day=None)
    return when_of(at(reading, trigger), reading, expressions, article, **hints)


FIRED = read(
    "Troops opened fire in Maro on Tuesday, killing 12 people.",
    """
    Troops troop NOUN 2 nsubj
    opened open VERB 0 root
    fire fire NOUN 2 obj
    in in ADP 5 case
    Maro Maro PROPN 2 obl
    on on ADP 7 case
    Tuesday Tuesday PROPN 2 obl
    , , PUNCT 9 punct
    killing kill VERB 2 advcl VerbForm=Ger
    12 12 NUM 11 nummod
    people people NOUN 9 obj
    . . PUNCT 2 punct
    """,
)

TOLD = """
    Odell Odell PROPN 2 nsubj
    said say VERB 0 root
    on on ADP 4 case
    Tuesday Tuesday PROPN 2 obl
    that that SCONJ 8 mark
    Lorusk Lorusk PROPN 8 nsubj
    had have AUX 8 aux
    attacked attack VERB 2 ccomp
    the the DET 10 det
    bridge bridge NOUN 8 obj
    . . PUNCT 2 punct
    """
TOLD_TEXT = "Odell said on Tuesday that Lorusk had attacked the bridge."


def test_the_verb_takes_the_time_that_hangs_on_it() -> None:
    assert when(FIRED, "opened fire") == When(date(2019, 1, 22), date(2019, 1, 22), How.RELATIVE, "Tuesday")


def test_a_participle_shares_the_time_of_its_clause() -> None:
    assert when(FIRED, "killing") == when(FIRED, "opened fire")


def test_the_day_it_was_said_is_not_the_day_it_happened() -> None:
    assert when(read(TOLD_TEXT, TOLD), "attacked") == When(DAY, DAY, How.PUBLISHED)


def test_the_cue_keeps_its_day_even_where_the_parse_joins_the_clauses() -> None:
    rows = TOLD.replace("attacked attack VERB 2 ccomp", "attacked attack VERB 2 xcomp")
    content = (5, 6, 7, 8, 9)
    joined = read(TOLD_TEXT, rows, attributions=[Attribution((0,), (1,), content, "assert", False, 0, 0.9)])
    assert when(joined, "attacked") == When(DAY, DAY, How.PUBLISHED)
    said = when(joined, "said")
    assert said is not None
    assert said.text == "Tuesday"


def test_since_a_day_when_it_happened_is_that_day() -> None:
    reading = read(
        "Tension has grown since January 23 when Gallo declared himself president.",
        """
        Tension tension NOUN 3 nsubj
        has have AUX 3 aux
        grown grow VERB 0 root
        since since ADP 5 case
        January January PROPN 3 obl
        23 23 NUM 5 nummod
        when when ADV 9 advmod
        Gallo Gallo PROPN 9 nsubj
        declared declare VERB 5 acl:relcl
        himself himself PRON 9 obj
        president president NOUN 9 xcomp
        . . PUNCT 3 punct
        """,
    )
    assert when(reading, "declared") == When(date(2019, 1, 23), date(2019, 1, 23), How.YEAR_INFERRED, "January 23")
    assert when(reading, "grown") == When(date(2019, 1, 23), DAY, How.SINCE, "since January 23")


def test_an_event_noun_takes_its_own_time_and_leaves_none_to_the_verb() -> None:
    reading = read(
        "Brenn condemned Tuesday's attack.",
        """
        Brenn Brenn PROPN 2 nsubj
        condemned condemn VERB 0 root
        Tuesday Tuesday PROPN 5 nmod:poss
        's 's PART 3 case
        attack attack NOUN 2 obj
        . . PUNCT 2 punct
        """,
    )
    attack = when(reading, "attack")
    assert attack is not None
    assert attack.start == date(2019, 1, 22)
    assert when(reading, "condemned") == When(DAY, DAY, How.PUBLISHED)


VOTE = read(
    "Lorusk will vote on Sunday.",
    """
    Lorusk Lorusk PROPN 3 nsubj
    will will AUX 3 aux
    vote vote VERB 0 root
    on on ADP 5 case
    Sunday Sunday PROPN 3 obl
    . . PUNCT 3 punct
    """,
)


def test_will_looks_ahead_unless_the_caller_knows_better() -> None:
    ahead, past = when(VOTE, "vote"), when(VOTE, "vote", future=False)
    assert ahead is not None
    assert past is not None
    assert (ahead.start, past.start) == (date(2019, 1, 27), date(2019, 1, 20))


def test_a_relative_clause_keeps_its_time_to_itself() -> None:
    reading = read(
        "Police arrested the general who led the coup in 2014.",
        """
        Police police NOUN 2 nsubj
        arrested arrest VERB 0 root
        the the DET 4 det
        general general NOUN 2 obj
        who who PRON 6 nsubj
        led lead VERB 4 acl:relcl
        the the DET 8 det
        coup coup NOUN 6 obj
        in in ADP 10 case
        2014 2014 NUM 6 obl
        . . PUNCT 2 punct
        """,
    )
    arrested, led = when(reading, "arrested"), when(reading, "led")
    assert arrested == When(DAY, DAY, How.PUBLISHED)
    assert led is not None
    assert (led.start, led.how) == (date(2014, 1, 1), How.STATED)


def test_a_quiet_text_is_dated_by_its_dateline_before_its_page() -> None:
    reading = read("Troops fired.", "Troops troop NOUN 2 nsubj\nfired fire VERB 0 root\n. . PUNCT 2 punct")
    dated = Article("a", "", published=DAY, dateline=Dateline("Maro", day=date(2019, 1, 23)))
    assert when(reading, "fired", dated) == When(date(2019, 1, 23), date(2019, 1, 23), How.DATELINE)
    assert when(reading, "fired") == When(DAY, DAY, How.PUBLISHED)
    assert when(reading, "fired", Article("a", "")) is None


def test_a_day_that_was_said_and_lies_a_year_back_is_long_past() -> None:
    said = When(date(2017, 5, 1), date(2017, 5, 31), How.STATED, "May 2017")
    assert long_past(said, DAY)
    assert not long_past(When(date(2018, 5, 1), date(2018, 5, 31), How.STATED, "May"), DAY)
    assert not long_past(When(None, None, How.RELATIVE), DAY)
    assert not long_past(said, None)
    assert not long_past(When(date(2017, 5, 1), date(2017, 5, 1), How.PUBLISHED), DAY)


def test_the_article_speaks_on_its_day_or_else_on_the_latest_day_it_names() -> None:
    text = "Maro was jailed on March 15, 2012. He was freed on October 3, 2015."
    named = times(text, published=None, dateline_day=None)
    assert today_of(ARTICLE, named) == DAY
    assert today_of(Article("a", text, dateline=Dateline("Karsa", day=date(2016, 1, 2))), named) == date(2016, 1, 2)
    assert today_of(Article("a", text), named) == date(2015, 10, 3)
    assert today_of(Article("a", text), ()) is None
