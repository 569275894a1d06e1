import textwrap
from collections import Counter
from pathlib import Path

import pytest

from tocsin.codebook.eventbook import EventBook
from tocsin.errors import CodebookError

# Types and modes of the PLOVER manual, draft 2.0.
PLOVER = {
    "AGREE": "",
    "CONSULT": "visit third-party multilateral phone",
    "SUPPORT": "",
    "CONCEDE": "",
    "COOPERATE": "",
    "AID": "",
    "RETREAT": "withdraw release disarm ceasefire access resign",
    "REQUEST": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege",
    "REJECT": "assist change yield meet",
    "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct vandalize",
    "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone "
    "heavy-weapons crowd-control unconventional",
}
BOOK = EventBook.load()


def folder(place: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
    return place


BOAST = {
    "events/boast/definition.toml": """
        code = "BOAST"
        quad = "verbal conflict"
        scale = -1.0
        cameo = "13"
        says = "An actor boasts of its strength."
        is_not = ["showing it: MOBILIZE"]
        """,
    "events/boast/en.toml": """
        [[pattern]]
        id = "boast-of"
        lemmas = ["boast", "brag"]
        recipient = "obl:to"

        [[example]]
        text = "General Hadd boasted to Averna of his new tanks."
        codes = [{ pattern = "boast-of", trigger = "boasted", actors = ["General Hadd"], recipients = ["Averna"] }]
        """,
}


@pytest.mark.parametrize("code", PLOVER)
def test_each_type_has_plovers_modes(code: str) -> None:
    assert {mode.name for mode in BOOK.types[code].modes} == set(PLOVER[code].split())


def test_there_is_no_seventeenth_type_and_no_thirty_eighth_context() -> None:
    assert set(BOOK.types) == set(PLOVER)
    assert len(BOOK._contexts.names) == 37


@pytest.mark.parametrize("code", PLOVER)
def test_each_type_says_what_it_is_what_it_is_not_and_which_type_that_would_be(code: str) -> None:
    kind = BOOK.types[code]
    assert kind.says.endswith(".")
    assert len(kind.is_not) >= 3
    for line in kind.is_not:
        named = {word.strip(",:").partition("-")[0] for word in line.partition(": ")[2].split()}
        assert named & (set(PLOVER) - {code}) or line.endswith("no event"), line
    assert {role for role, _ in kind.roles} == {"actor", "recipient"}


@pytest.mark.parametrize("code", PLOVER)
def test_each_type_has_examples_of_each_mode_and_near_misses(code: str) -> None:
    mine = [example for example in BOOK.examples if example.type == code]
    shown = Counter(event.mode for example in mine for event in example.codes if event.type == code)
    assert set(PLOVER[code].split()) <= set(shown)
    assert sum(not example.near_miss for example in mine) >= 12
    assert sum(example.near_miss for example in mine) >= 5
    assert {event.status.value for example in mine for event in example.codes} >= {"actual", "hypothetical", "negated"}


def test_each_span_of_an_example_is_where_its_words_are() -> None:
    for example in BOOK.examples:
        for event in example.codes:
            for passage in (event.trigger, *event.actors, *event.recipients):
                assert " … ".join(span.of(example.text) for span in passage.spans) == passage.text
                assert passage.text.strip() == passage.text != ""


def test_no_example_is_told_twice() -> None:
    assert [text for text, times in Counter(example.text for example in BOOK.examples).items() if times > 1] == []


@pytest.mark.parametrize("code", PLOVER)
def test_each_type_has_patterns_enough_and_each_anchor_is_a_lemma(code: str) -> None:
    mine = [pattern for pattern in BOOK.patterns if pattern.type == code]
    assert len(mine) >= 8
    assert all(" " not in lemma for pattern in mine for lemma in pattern.lemmas)


@pytest.mark.parametrize("code", PLOVER)
def test_a_modes_own_words_speak_for_it(code: str) -> None:
    for mode in BOOK.types[code].modes:
        spoken = [BOOK.mode(code, words.split()) for words in mode.words]
        # A word may speak for two modes; the first given has it. Most must be the mode's own.
        assert spoken.count(mode.name) > len(spoken) / 2, (mode.name, spoken)


def test_scores_and_quads_follow_the_decisions() -> None:
    assert BOOK.scale("ACCUSE") == -3
    assert BOOK.scale("RETREAT", "disarm") == 10
    assert BOOK.scale("PROTEST", "vandalize") == BOOK.scale("PROTEST")
    assert BOOK.quad("SANCTION") == "material conflict"
    assert BOOK.quad("GOSSIP") is None
    for code, kind in BOOK.types.items():
        assert (kind.scale >= 0) == ("cooperation" in kind.quad or code == "REQUEST"), code


@pytest.mark.parametrize(
    ("code", "mode", "cameo"),
    [
        ("MOBILIZE", None, "15"),
        ("AGREE", None, "03"),
        ("SANCTION", "withdraw", "161"),
        ("COERCE", "curfew", "1723"),
        ("RETREAT", "ceasefire", "0871"),
        ("ASSAULT", "unconventional", "204"),
        ("PROTEST", "vandalize", "14"),
    ],
)
def test_an_event_has_the_least_specific_code_that_is_true_of_it(code: str, mode: str | None, cameo: str) -> None:
    assert BOOK.cameo(code, mode) == cameo


def test_a_military_context_makes_a_bare_assault_a_fight() -> None:
    assert BOOK.cameo("ASSAULT", None) == "18"
    assert BOOK.cameo("ASSAULT", None, ("military",)) == "19"
    assert BOOK.cameo("ASSAULT", "abduct", ("military",)) == "181"


@pytest.mark.parametrize("code", PLOVER)
def test_each_code_leads_back_to_its_type(code: str) -> None:
    for mode in (None, *PLOVER[code].split()):
        found = BOOK.cameo(code, mode)
        assert found is not None
        back = BOOK.event_of(found)
        assert back is not None
        # CAMEO has one root for yielding in word and in deed.
        assert back[0] == code or (code, found) == ("RETREAT", "08"), (code, mode, found, back)


def test_each_announcement_is_coded_under_the_root_of_its_type() -> None:
    roots = {"AGREE": "03", "THREATEN": "13"}
    for code in BOOK.types:
        announced = BOOK.announced(code)
        if announced is not None:
            assert announced[1] is not None
            assert announced[1].startswith(roots[announced[0]])
            assert BOOK.quad(announced[0]) == ("verbal " + str(BOOK.quad(code)).partition(" ")[2])


@pytest.mark.parametrize(
    ("cameo", "event"),
    [
        ("20", ("ASSAULT", None)),
        ("163", ("SANCTION", "discontinue")),
        ("1014", ("REQUEST", "assist")),
        ("186", ("ASSAULT", None)),
    ],
)
def test_a_code_stands_for_an_event(cameo: str, event: tuple[str, str | None]) -> None:
    assert BOOK.event_of(cameo) == event


def test_contexts_come_from_words_and_phrases() -> None:
    words = ["the", "air", "force", "bomb", "a", "nuclear", "plant", "after", "the", "election"]
    assert BOOK.contexts(words) == ("military", "election", "cbrn")
    assert BOOK.contexts(["we", "bake", "bread"]) == ()


def test_a_folder_with_two_files_adds_a_type(tmp_path: Path) -> None:
    book = EventBook.load([folder(tmp_path, BOAST)])
    assert book.quad("BOAST") == "verbal conflict"
    assert book.cameo("BOAST", None) == "13"
    assert [pattern.name for pattern in book.anchored("brag")] == ["BOAST/boast-of"]
    assert book.examples[-1].codes[0].actors[0].text == "General Hadd"
    assert book.version != BOOK.version


def test_a_folder_extends_replaces_and_switches_off_ours(tmp_path: Path) -> None:
    book = EventBook.load([
        folder(tmp_path, {
            "events/protest/definition.toml": """
                says = "People sing."
                [modes.song]
                says = "By singing."
                words = ["sing"]
                """,
            "events/protest/en.toml": """
                [[pattern]]
                id = "march"
                lemmas = ["sing"]
                [[pattern]]
                id = "boycott"
                off = true
                """,
            "contexts.toml": """
                [environment]
                words = ["glacier"]
                """,
        })
    ])  # fmt: skip
    assert book.types["PROTEST"].says == "People sing."
    assert book.scale("PROTEST") == BOOK.scale("PROTEST")
    assert book.mode("PROTEST", ["sing"]) == "song"
    assert book.mode("PROTEST", ["rally"]) == "demo"
    assert [pattern.id for pattern in book.anchored("sing")] == ["march"]
    assert BOOK.pattern("PROTEST/boycott") is not None
    assert book.pattern("PROTEST/boycott") is None
    assert book.contexts(["glacier"]) == ("environment",)
    assert BOOK.contexts(["glacier"]) == ()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('[[pattern]]\nid = "x"', r"events/protest/en.toml: pattern 'x': has no lemmas"),
        ('[[pattern]]\nid = "x"\nlemmas = ["sing"]\nactor = "subj"', r"pattern 'x': 'subj' is not a relation"),
        ('[[pattern]]\nid = "x"\nlemmas = ["sing"]\nmode = "loud"', r"pattern 'x': PROTEST has no mode 'loud'"),
        ('[[pattern]]\nid = "x"\nlemmas = ["@singers"]', r"group '@singers'"),
        ('[[pattern]]\nid = "x"\nlemma = ["sing"]', r"unknown key 'lemma'"),
        ('[[pattern]]\nlemmas = ["sing"]', r"pattern 1: needs an id"),
        ('[[pattern]]\nid = "x"\nlemmas = ["sing"]\nneeds = "obj"', r"needs = 'obj' is not a table"),
        ('[[patern]]\nid = "x"', r"en.toml: unknown key 'patern'"),
        ('[[pattern]\nid = "x"', r"en.toml: not readable as TOML: .*line 1"),
    ],
)
def test_a_wrong_pattern_is_named_with_its_file(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(CodebookError, match=complaint):
        EventBook.load([folder(tmp_path, {"events/protest/en.toml": text})])


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ('text = "We sang."\ncodes = [{ trigger = "danced" }]', "'danced' is not in the text"),
        ('text = "We sang."\ncodes = [{ trigger = "san" }]', "'san' is not in the text"),
        ('text = "We sang."\ncodes = []', "does not say because"),
        ('text = "We sang."\ncodes = [{ trigger = "sang", mode = "loud" }]', "PROTEST has no mode 'loud'"),
        ('text = "We sang."\ncodes = [{ trigger = "sang", type = "SING" }]\nbecause = "x"', "there is no type 'SING'"),
        ('text = "We sang."\ncodes = [{ trigger = "sang", pattern = "sing" }]', "PROTEST has no pattern 'sing'"),
        ('text = "We sang."\ncodes = [{ trigger = "sang", status = "maybe" }]', "status 'maybe' is not one of"),
        ('text = "We sang."\ncodes = [{ actors = ["We"] }]', "a code has no trigger"),
        ("codes = []", "has no text"),
    ],
)
def test_a_wrong_example_is_named_with_its_file(tmp_path: Path, entry: str, complaint: str) -> None:
    book = EventBook.load([folder(tmp_path, {"events/protest/en.toml": f"[[example]]\n{entry}"})])
    with pytest.raises(CodebookError, match="events/protest/en.toml: example .*" + complaint):
        book.examples  # noqa: B018 - asking for them reads them


@pytest.mark.parametrize(
    ("definition", "complaint"),
    [
        (None, "events/boast/definition.toml: missing"),
        ('quad = "verbal conflict"\nscale = -1.0', "type 'BOAST': has no says"),
        ('quad = "loud"\nscale = -1.0\nsays = "x"', "quad 'loud' is not one of"),
        ('quad = "verbal conflict"\nscale = -11\nsays = "x"', "scale -11.0 is not between"),
        ('quad = "verbal conflict"\nscale = "low"\nsays = "x"', "could not convert"),
        ('quad = "verbal conflict"\nscale = 1\nsays = "x"\n[modes.big]\nsays = "y"', "mode 'big' needs says and words"),
    ],
)
def test_a_wrong_definition_is_named_with_its_file(tmp_path: Path, definition: str | None, complaint: str) -> None:
    files = {"events/boast/en.toml": ""} | ({"events/boast/definition.toml": definition} if definition else {})
    with pytest.raises(CodebookError, match=complaint):
        EventBook.load([folder(tmp_path, files)])


def test_a_codebook_that_is_no_folder_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match="is not a folder"):
        EventBook.load([tmp_path / "nowhere"])
