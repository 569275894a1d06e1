"""Parses made by hand: a text and one row for each word, "Troops troop NOUN 2 nsubj"."""

from collections.abc import Iterable
from dataclasses import replace

from tocsin.records import Attribution, Kind, Mention, Reading, Sentence, Span, Token, Tokens


def read(
    text: str, rows: str, mentions: Iterable[Mention] | None = None, attributions: Iterable[Attribution] = ()
) -> Reading:
    """A reading of *text*. A row is form, lemma, UPOS, head, label, features.

    Heads count from 1, the sentence's first word; 0 is the root. A blank row ends a sentence.
    Without *mentions* every run of proper nouns is a place.
    """
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    place = 0
    for index, block in enumerate(rows.strip().split("\n\n")):
        first = len(tokens)
        for row in block.strip().splitlines():
            form, lemma, upos, head, label, *features = row.split()
            start = text.index(form, place)
            place = start + len(form)
            governor = first + int(head) - 1 if head != "0" else len(tokens)
            tokens.append(
                Token(Span(start, place), form, lemma, upos, features[0] if features else "", governor, label)
            )
        span = Span(tokens[first].span.start, tokens[-1].span.end)
        sentences.append(Sentence(index, first, len(tokens), span, text.count("\n\n", 0, span.start)))
    found = tuple(mentions) if mentions is not None else tuple(_runs(tokens))
    return Reading(text, tuple(tokens), tuple(sentences), found, tuple(attributions), (), "by hand")


def _runs(tokens: list[Token]) -> Iterable[Mention]:
    run: list[int] = []
    for index, token in enumerate([*tokens, None]):
        if token is not None and token.upos == "PROPN":
            run.append(index)
        elif run:
            yield Mention(tuple(run), Kind.PLACE, 1.0)
            run = []


def at(reading: Reading, words: str, nth: int = 0) -> Tokens:
    """The tokens of *words*, the *nth* time they stand in the text."""
    start = -1
    for _ in range(nth + 1):
        start = reading.text.index(words, start + 1)
    span = Span(start, start + len(words))
    return tuple(index for index, token in enumerate(reading.tokens) if span.covers(token.span))


def plain(text: str) -> Reading:
    """A reading of words parted by blanks, a sentence a line, a paragraph after an empty line; every word a root."""
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    paragraph = -1
    begins = True
    place = 0
    for line in text.split("\n"):
        first = len(tokens)
        for word in line.split():
            start = text.index(word, place)
            place = start + len(word)
            tokens.append(Token(Span(start, place), word, word.lower(), "X", "", len(tokens), "root"))
        if len(tokens) == first:
            begins = True
            continue
        paragraph, begins = paragraph + int(begins), False
        span = Span(tokens[first].span.start, tokens[-1].span.end)
        sentences.append(Sentence(len(sentences), first, len(tokens), span, paragraph))
    return Reading(text, tuple(tokens), tuple(sentences), (), (), (), "by hand")


def people(reading: Reading, *names: str) -> Reading:
    """*reading* with each of *names*, wherever it stands outside an earlier one, as a person."""
    found: list[Mention] = []
    taken: set[int] = set()
    for name in names:
        for nth in range(reading.text.count(name)):
            words = at(reading, name, nth)
            if taken.isdisjoint(words):
                found.append(Mention(words, Kind.PERSON, 1.0))
                taken.update(words)
    kept = [mention for mention in reading.mentions if taken.isdisjoint(mention.tokens)]
    return replace(reading, mentions=(*kept, *found))
