"""Reading -> Claims: who says what, to whom it is ascribed, and inside whose words."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from tocsin.coding.layouts import laid
from tocsin.coding.quotations import CLOSING, EITHER, OPENING, Quotation, directness, quotations
from tocsin.coding.tree import Tree
from tocsin.records import (
    Act,
    Actor,
    Article,
    Attribution,
    Claim,
    Passage,
    Reading,
    Source,
    Tokens,
    Trace,
    identity,
)

Resolve = Callable[[Tokens, Tokens | None], Actor]  # tokens of a phrase, tokens of who is speaking -> whom it means
MUTE = frozenset({"time", "only", "the", "history", "future"})
LOOSE = (".", ",", ";", ":", "–", "—", "-")
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
SHORT = 4  # words; a shorter quotation is a name or a scare quote, not a statement


@dataclass(frozen=True, slots=True)
class Placed:
    """An attribution with the one it stands in, both as places in the list of all."""

    attribution: Attribution
    parent: int | None
    depth: int


def claims(reading: Reading, article: Article, resolve: Resolve, hedges: Sequence[Sequence[str]]) -> Iterator[Claim]:
    """One Claim per attribution of the reading and per quotation it left unattributed; a claim comes after the one it stands in.

    *hedges*: phrases, as lemmas, that make a content hedged.
    """
    quotes = tuple(quotations(reading))
    quoted = frozenset(index for quotation in quotes for index in quotation.tokens())
    placed = nest(complete(reading, quotes))
    ids: list[str] = []
    for item in placed:
        attribution = item.attribution
        source, cue, content = (
            Passage.of(reading.text, reading.spans(t))
            for t in (attribution.source, attribution.cue, attribution.content)
        )
        speaker = placed[item.parent].attribution.source if item.parent is not None else None
        ids.append(identity("claim", article.id, source.spans, cue.spans, content.spans))
        yield Claim(
            id=ids[-1],
            source=Source(
                source.text, source.spans, resolve(attribution.source, speaker) if attribution.source else None
            ),
            cue=cue,
            content=content,
            act=Act(attribution.act),
            hedged=attribution.hedged or _hedged(reading, attribution.content, hedges),
            directness=directness(reading, attribution.content, quoted),
            depth=item.depth,
            parent=ids[item.parent] if item.parent is not None else None,
            score=attribution.score,
            trace=Trace(model=None if attribution.rule else reading.model, rule=attribution.rule),
        )


def complete(reading: Reading, quotes: Sequence[Quotation]) -> list[Attribution]:
    """The reading's attributions, contents trimmed, and quotations that none of them covers given to their speaker."""
    found = [
        _trimmed(reading, quotes, attribution)
        for attribution in reading.attributions
        if attribution.content or attribution.source
    ]
    found = [attribution for attribution in found if attribution.content and not _nobodys(reading, attribution)]
    found = laid(reading, quotes, _alone(reading, quotes, found))
    for quotation in quotes:
        inside = [i for i in quotation.tokens() if _is_word(reading, i)]
        if len(inside) < SHORT:
            continue
        covered = {i for attribution in found for i in attribution.content}
        if sum(i in covered for i in inside) * 2 >= len(inside):
            continue
        place = _speaker_before(reading, found, quotation)
        if place is None:
            continue
        before = found[place]
        if reading.sentence_of(before.content[-1]).paragraph == quotation.paragraph:
            content = tuple(sorted({*before.content, *quotation.tokens()}))
            found[place] = replace(before, content=content)
        else:
            going_on = replace(before, cue=(), content=quotation.tokens(), act="assert", hedged=False)
            found.append(replace(going_on, score=before.score * 0.8, rule="continued-quotation"))
    return sorted(found, key=lambda attribution: (attribution.cue or attribution.content)[0])


def _speaker_before(reading: Reading, found: Sequence[Attribution], quotation: Quotation) -> int | None:
    """The attribution whose speaker goes on in *quotation*: one just before it that is itself a quotation."""
    best: int | None = None
    for place, attribution in enumerate(found):
        last = max(
            attribution.content[-1],
            (attribution.cue or attribution.content)[-1],
            (attribution.source or attribution.content)[-1],
        )
        if last >= quotation.first or attribution.depth > 0:
            continue
        if quotation.paragraph - reading.sentence_of(last).paragraph > 1:
            continue
        if best is None or attribution.content[-1] > found[best].content[-1]:
            best = place
    if best is None:
        return None
    marks = {*OPENING, *CLOSING, *EITHER}
    spoken = any(reading.tokens[i].text in marks for i in found[best].content)
    begins = quotation.first == reading.sentence_of(quotation.first).first
    return best if spoken and begins else None


def _trimmed(reading: Reading, quotes: Sequence[Quotation], attribution: Attribution) -> Attribution:
    """Content without what belongs to the cue or source and without loose marks at its ends; quotations whole."""
    attribution = replace(attribution, source=_named(reading, attribution))
    attribution = replace(attribution, source=_listed(reading, attribution))
    taken = set(attribution.cue) | set(attribution.source)
    content = set(attribution.content)
    for quotation in quotes:
        if not content.isdisjoint(quotation.tokens()):
            inside = [i for i in quotation.tokens() if _is_word(reading, i)]
            if sum(i in content for i in inside) * 2 > len(inside) and taken.isdisjoint(inside):
                content.update(quotation.tokens())
    content = _own_words(reading, quotes, content - taken, taken)
    if attribution.cue:
        # What is not quoted ends with the cue's paragraph.
        paragraph = reading.sentence_of(attribution.cue[0]).paragraph
        quoted = {i for quotation in quotes for i in quotation.tokens()}
        content = {i for i in content if i in quoted or reading.sentence_of(i).paragraph == paragraph}
    return replace(attribution, content=_bare(reading, tuple(sorted(content))))


def _own_words(reading: Reading, quotes: Sequence[Quotation], content: set[int], taken: set[int]) -> set[int]:
    """Of a quotation with its cue right behind it, what is quoted: in “We stay,” he said of the vote he lost, he says two words.

    What follows the cue and is quoted too stays: “We stay,” he said. “We must.”
    """
    if not content or not taken:
        return content
    begun, cue = next((one for one in quotes if one.first <= min(content) < one.last), None), min(taken)
    if begun is None or not begun.closed or cue < begun.last:
        return content
    if any(_is_word(reading, i) for i in range(begun.last, cue)):
        return content
    quoted = {i for one in quotes for i in one.tokens()}
    return {i for i in content if i < cue or i in quoted}


def _named(reading: Reading, attribution: Attribution) -> Tokens:
    """The source with the name that stands right behind it: "the director of the Watch (SW)" is Ivo Maro, named next."""
    if not attribution.source:
        return attribution.source
    end = last = attribution.source[-1] + 1
    sentence = reading.sentence_of(end - 1)
    while last < sentence.last and reading.tokens[last].upos == "PROPN":
        last += 1
    name = tuple(range(end, last))
    apart = not name or reading.tokens[end - 1].upos == "PROPN" or reading.tokens[end].label.startswith("nsubj")
    if apart or not {*attribution.cue, *attribution.content}.isdisjoint(name):
        return attribution.source
    return (*attribution.source, *name)


def _listed(reading: Reading, attribution: Attribution) -> Tokens:
    """The source with all who are joined to it: "Cuba, Iran and many others" and not "Cuba" alone."""
    if not attribution.source:
        return attribution.source
    tree = Tree.of(reading, attribution.source[0])
    first = tree.head(attribution.source)
    if reading.tokens[first].upos not in NOMINAL:
        return attribution.source
    first = tree.first_joined(first, NOMINAL)
    if sum(reading.tokens[i].upos in NOMINAL for i in tree.joined(first)) < 2:
        return attribution.source
    around = tree.subtree(
        first, without=frozenset({"acl:relcl", "acl", "parataxis", "appos", "cop", "nsubj", "aux", "advcl"})
    )
    run = range(min((*around, *attribution.source)), max((*around, *attribution.source)) + 1)
    if set(run).isdisjoint(attribution.cue) and set(run).isdisjoint(attribution.content):
        return tuple(run)
    return attribution.source


def _alone(reading: Reading, quotes: Sequence[Quotation], found: Sequence[Attribution]) -> list[Attribution]:
    """Contents without the pieces of quotations that belong to another speaker, and no attribution twice.

    A quotation two attributions lay claim to is that of the cue in its own paragraph. Of one that runs on outside its marks
    less than half is nobody's content but the one's who says most of it.
    """
    out = list(found)
    for quotation in quotes:
        inside = {i for i in quotation.tokens() if _is_word(reading, i)}
        if len(inside) < SHORT:
            continue
        near = [
            n for n, one in enumerate(out)
            if one.cue and reading.sentence_of(one.cue[0]).paragraph == quotation.paragraph and inside.isdisjoint(one.cue)
            and len(inside & set(one.content)) * 2 > len(inside)
        ]  # fmt: skip
        sentences = {reading.sentence_of(i).index for i in inside}
        beside = [n for n in near if reading.sentence_of(out[n].cue[0]).index in sentences]
        near = beside or near  # the cue in the quotation's own sentence before one in the same paragraph
        for n, one in enumerate(out):
            share = len(inside & set(one.content))
            if not share or n in near or not inside.isdisjoint(one.cue):
                continue
            rest = tuple(i for i in one.content if i not in quotation.tokens())
            if any(_is_word(reading, i) for i in rest) and (near or share * 2 < len(inside)):
                out[n] = replace(one, content=_bare(reading, rest))
    kept: list[Attribution] = []
    for one in sorted(out, key=lambda one: -one.score):
        if not any(_same(one, other) for other in kept):
            kept.append(one)
    return kept


def _same(one: Attribution, other: Attribution) -> bool:
    """Whether two attributions ascribe all but the same words to the same source."""
    a, b = set(one.content), set(other.content)
    return one.source == other.source and len(a & b) * 20 > 9 * (len(a) + len(b))


def _bare(reading: Reading, content: Tokens) -> Tokens:
    """*content* without loose marks at its ends."""
    kept = list(content)
    while kept and reading.tokens[kept[-1]].text in LOOSE:
        kept.pop()
    while kept and reading.tokens[kept[0]].text in (*LOOSE, "”"):
        kept.pop(0)
    return tuple(kept)


def _nobodys(reading: Reading, attribution: Attribution) -> bool:
    """Whether the "speaker" can say nothing: "only time will tell" is an open question, nobody's claim."""
    return bool(attribution.source) and {reading.tokens[i].lemma.lower() for i in attribution.source} <= MUTE


def _is_word(reading: Reading, index: int) -> bool:
    return any(letter.isalnum() for letter in reading.tokens[index].text)


def nest(attributions: Sequence[Attribution]) -> list[Placed]:
    """Each attribution with the smallest other whose content holds its cue; the depth counts the steps.

    Parents come first in the list, so that ids can be given in one pass.
    """
    contents = [frozenset(attribution.content) for attribution in attributions]
    parents: list[int | None] = []
    for place, attribution in enumerate(attributions):
        own = set(attribution.cue or attribution.content)
        around = [
            other
            for other in range(len(attributions))
            if other != place and own <= contents[other] and len(contents[other]) > len(contents[place] & contents[other])
            and not set(attributions[other].cue) & contents[place]
        ]  # fmt: skip
        parents.append(min(around, key=lambda other: len(contents[other]), default=None))
    depths = [_depth(place, parents) for place in range(len(attributions))]
    order = sorted(range(len(attributions)), key=lambda place: (depths[place], place))
    where = {place: n for n, place in enumerate(order)}
    return [Placed(attributions[p], where[q] if (q := parents[p]) is not None else None, depths[p]) for p in order]


def _depth(place: int, parents: list[int | None]) -> int:
    depth, seen = 0, {place}
    while (parent := parents[place]) is not None:
        if parent in seen:  # two that stand in each other: neither is the outer one
            parents[place] = None
            break
        seen.add(parent)
        depth, place = depth + 1, parent
    return depth


def _hedged(reading: Reading, content: Tokens, hedges: Sequence[Sequence[str]]) -> bool:
    """Whether one of the hedging phrases stands in the content."""
    lemmas = [reading.tokens[i].lemma.lower() for i in content]
    return any(
        lemmas[at : at + len(hedge)] == list(hedge) for hedge in hedges for at in range(len(lemmas) - len(hedge) + 1)
    )
