"""Windows: the stretches of text a model learns from, and what it is told of each word."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from training.labels import Labels
from training.treebank import TreeSentence, TreeWord, script
from training.windows import IGNORE, Window

from training import corpus, windows

LABELS = Labels(
    upos=("NOUN", "VERB", "PROPN"),
    features=("", "Tense=Past"),
    lemmas=("l0", "k0", "l2ave"),
    relations=("root", "nsubj", "obj"),
)
PER_WORD = ("pieces", "shapes", "layouts", "quotes", "start")
SYNTAX = ("upos", "features", "lemmas", "heads", "relations", "mentions", "trigger")
NEWS = ("cue", "trigger")


def pieces(word: str) -> list[int]:
    """One number for each three letters."""
    return [len(word)] * (1 + (len(word) - 1) // 3)


def sentence(
    *words: tuple[str, str, str, int, str], document: str = "d", genre: str = "news", paragraph: bool = False,
    entities: list[tuple[int, int, str]] | None = None,
) -> TreeSentence:  # fmt: skip
    """A sentence of words as form, lemma, UPOS, head, relation."""
    made = [TreeWord(form, lemma, upos, "", head, relation) for form, lemma, upos, head, relation in words]
    return TreeSentence(made, document, genre, paragraph, entities)


LEFT = sentence(
    ("Odell", "Odell", "PROPN", 2, "nsubj"), ("left", "leave", "VERB", 0, "root"), entities=[(0, 0, "person")]
)
SAW = sentence(
    ("Ada", "Ada", "PROPN", 3, "nsubj"), ("Gallo", "Gallo", "PROPN", 1, "flat"), ("saw", "see", "VERB", 0, "root"),
    ("it", "it", "PRON", 3, "obj"), entities=[(0, 1, "person")],
)  # fmt: skip


def syntax(*sentences: TreeSentence, seed: int = 0) -> list[Window]:
    return list(windows.syntax(sentences, LABELS, pieces, random.Random(seed)))


def test_each_target_of_a_syntax_window_has_one_number_a_word() -> None:
    (window,) = syntax(LEFT, SAW)
    for name in (*PER_WORD, *SYNTAX):
        assert len(getattr(window, name)) == 6, name
    assert window.size == 2 + sum(len(pieces(word)) for word in ("Odell", "left", "Ada", "Gallo", "saw", "it"))


def test_heads_count_in_the_window_and_a_root_is_its_own() -> None:
    (window,) = syntax(LEFT, SAW)
    assert window.heads == [1, 1, 4, 2, 4, 4]
    assert window.start == [1, 0, 1, 0, 0, 0]


def test_labels_that_are_not_learned_are_not_asked_for() -> None:
    (window,) = syntax(LEFT, SAW)
    assert window.upos == [2, 1, 2, 2, 1, IGNORE]  # PRON is in no list
    assert window.relations == [1, 0, 1, IGNORE, 0, 2]
    assert window.lemmas[:2] == [1, 2]
    assert script("left", "leave") == "l2ave"


def test_mentions_begin_and_go_on_where_they_are_marked_and_are_unknown_elsewhere() -> None:
    unmarked = sentence(("Maro", "Maro", "PROPN", 0, "root"))
    (window,) = syntax(LEFT, SAW, unmarked)
    assert window.mentions == [1, 0, 1, 2, 0, 0, IGNORE]


def test_mentions_of_each_kind_have_numbers_of_their_own() -> None:
    named = [sentence(("Maro", "Maro", "PROPN", 0, "root"), entities=[(0, 0, kind)]) for kind in LABELS.kinds]
    assert [window.mentions for window in syntax(*named)] == [[1, 3, 5, 7, 9]]


def test_reviews_teach_that_there_is_no_event_and_news_of_a_treebank_teach_nothing_of_it() -> None:
    told = {
        genre: syntax(sentence(("Go", "go", "VERB", 0, "root"), genre=genre))[0].trigger
        for genre in ("news", "reviews", "email")
    }
    assert told == {"news": [IGNORE], "reviews": [0], "email": [0]}


def test_a_window_holds_sentences_of_one_document_only() -> None:
    apart = [sentence(("Go", "go", "VERB", 0, "root"), document=name) for name in ("a", "a", "b")]
    assert [len(window.upos) for window in syntax(*apart)] == [2, 1]


def test_no_sentence_is_lost_or_cut_and_windows_stay_small() -> None:
    many = [SAW] * 400
    for seed in range(5):
        cut = syntax(*many, seed=seed)
        assert sum(len(window.upos) for window in cut) == 4 * 400
        assert all(len(window.upos) % 4 == 0 for window in cut)
        assert max(window.size for window in cut) <= 2 + 180
        assert len({window.size for window in cut}) > 5  # of many lengths


def test_a_paragraph_begins_where_the_treebank_says_and_at_the_window() -> None:
    new = sentence(("Go", "go", "VERB", 0, "root"), ("on", "on", "ADP", 1, "obl"), paragraph=True)
    (window,) = syntax(LEFT, SAW, new)
    assert window.layouts == [2, 0, 0, 0, 0, 0, 2, 0]


TEXT = "Odell said Averna won't attack Lorusk. Maro wept. “Go,” he said."
RECORD = {
    "text": TEXT,
    "sentences": [[0, 38], [39, 49], [50, len(TEXT)]],
    "events": [{
        "trigger": [[24, 30]], "type": "ASSAULT", "mode": "aerial", "status": "negated",
        "actors": [{"span": [[11, 17]]}], "recipients": [{"span": [[31, 37]]}],
    }],
    "attributions": [
        {"cue": [[6, 10]], "source": [[0, 5]], "content": [[11, 37]], "act": "assert", "hedged": False, "depth": 0},
        {"cue": [[59, 63]], "source": [[56, 58]], "content": [[50, 55]], "act": "demand", "hedged": True, "depth": 3},
    ],
}  # fmt: skip
WORDS = [
    "Odell",
    "said",
    "Averna",
    "wo",
    "n't",
    "attack",
    "Lorusk",
    ".",
    "Maro",
    "wept",
    ".",
    "“",
    "Go",
    ",",
    "”",
    "he",
    "said",
    ".",
]


def news(record: dict = RECORD, *, limit: int = 220, of: Callable[[str], list[int]] = pieces) -> list[Window]:
    return list(windows.news([corpus.document(record)], LABELS, of, random.Random(0), limit))


def marked(tags: list[int], number: int) -> list[str]:
    return [word for word, tag in zip(WORDS, tags, strict=True) if tag == number]


def test_each_target_of_a_news_window_has_one_number_a_word() -> None:
    (window,) = news()
    for name in (*PER_WORD, *NEWS):
        assert len(getattr(window, name)) == len(WORDS), name
    assert window.upos == []


def test_cues_and_triggers_are_marked_at_their_words() -> None:
    (window,) = news()
    assert marked(window.cue, 1) == ["said", "said"]
    assert marked(window.trigger, 1) == ["attack"]
    assert marked(window.start, 1) == ["Odell", "Maro", "“"]
    assert marked(window.quotes, 1) == ["Go", ","]


def test_the_anchor_of_a_claim_knows_its_source_content_and_scales() -> None:
    (window,) = news()
    act, hedged, depth, source, content = window.attributions[1]
    assert (LABELS.acts[act], hedged, depth) == ("assert", 0, 0)
    assert [WORDS[i] for i in sorted(source)] == ["Odell"]
    assert [WORDS[i] for i in sorted(content)] == ["Averna", "wo", "n't", "attack", "Lorusk"]
    act, hedged, depth, source, content = window.attributions[WORDS.index("he") + 1]
    assert (LABELS.acts[act], hedged, depth) == ("demand", 1, 2)  # deeper than 2 is 2


def test_the_anchor_of_an_event_knows_its_type_mode_status_and_parties() -> None:
    (window,) = news()
    kind, mode, status, actors, recipients = window.happenings[WORDS.index("attack")]
    assert (LABELS.types[kind], LABELS.modes[mode], LABELS.statuses[status]) == ("ASSAULT", "ASSAULT-aerial", "negated")
    assert ([WORDS[i] for i in actors], [WORDS[i] for i in recipients]) == (["Averna"], ["Lorusk"])


def test_cut_windows_cover_every_word_once_and_each_knows_its_own_part() -> None:
    cut = news(limit=12, of=lambda word: [len(word)])
    assert [length for window in cut for (length,) in window.pieces] == [len(word) for word in WORDS]
    assert len(cut) > 1
    assert sum(len(window.attributions) for window in cut) == 2
    for window in cut:
        size = len(window.pieces)
        for *_, one, two in (*window.attributions.values(), *window.happenings.values()):
            assert all(0 <= i < size for i in one | two)
        assert window.start[0] == 1
        assert window.layouts[0] == 2


def test_what_is_not_marked_is_not_asked_for() -> None:
    (window,) = news({key: value for key, value in RECORD.items() if key not in ("attributions", "sentences")})
    assert set(window.cue) == {IGNORE}
    assert set(window.start) == {IGNORE}
    assert marked(window.trigger, 1) == ["attack"]


def test_two_claims_on_one_cue_are_learned_as_one() -> None:
    first, second = RECORD["attributions"]
    both = {**RECORD, "attributions": [first, {**second, "cue": first["cue"]}]}  # type: ignore[index, dict-item]
    (window,) = news(both)
    (known,) = window.attributions.values()
    assert [WORDS[i] for i in sorted(known[3])] == ["Odell", "he"]


def test_a_batch_is_padded_and_says_which_words_are_there() -> None:
    pytest.importorskip("torch", reason="batches are torch tensors: pip install -e '.[train]'")
    from training.data import batches, collate

    long, short = syntax(LEFT, SAW)[0], syntax(LEFT)[0]
    batch = collate([long, short])
    ids, looks, first, last = batch.inputs
    assert batch.mask.tolist() == [[True] * 6, [True, True, False, False, False, False]]
    assert (ids[0, 0], ids[0, long.size - 1]) == (101, 102)
    assert ids[1, short.size :].sum() == 0
    assert first[0].tolist() == [1, 3, 5, 6, 8, 9]
    assert last[0].tolist() == [2, 4, 5, 7, 8, 9]
    # A look is told at the first subword of a word, one more than its code; 0 stands elsewhere.
    assert looks[0, 1].tolist() == [long.shapes[0] + 1, 3, 1]
    assert looks[0, 2].tolist() == [0, 0, 0]
    assert batch.targets("upos")[1].tolist() == [2, 1, IGNORE, IGNORE, IGNORE, IGNORE]
    groups = list(batches([long, short, *news()], 0))
    assert sorted(window.size for group in groups for window in group) == sorted(
        [long.size, short.size, news()[0].size]
    )
    assert all(len({window.kind for window in group}) == 1 for group in groups)


def test_training_keeps_a_log_a_line_for_each_step(tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="training.data needs torch: pip install -e '.[train]'")
    from training.data import remember

    remember(tmp_path / "log.jsonl", epoch=1, loss=0.5)
    remember(tmp_path / "log.jsonl", epoch=2, loss=0.25)
    assert (tmp_path / "log.jsonl").read_text(
        encoding="utf-8"
    ) == '{"epoch": 1, "loss": 0.5}\n{"epoch": 2, "loss": 0.25}\n'
