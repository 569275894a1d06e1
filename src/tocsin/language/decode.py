"""Scores -> records: words, sentences and trees of one window, and the spans the model saw in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from tocsin.language.models import Answers, Scores, Window
from tocsin.language.phrases import Phrases
from tocsin.language.tree import tree
from tocsin.language.words import Word
from tocsin.records import Attribution, Kind, Mention, Token, Tokens, Trigger

Labels = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability on the model is believed."""

    cue: float = 0.35
    trigger: float = 0.10  # faint: coding believes less than half of it only where a pattern agrees
    source: float = 0.0  # the rest are log-odds a word must have to speak for a role
    content: float = 0.3
    actor: float = 1.0
    recipient: float = 1.2


def _softmax(scores: Scores) -> Scores:
    shifted = np.exp(scores - scores.max(-1, keepdims=True))
    result: Scores = shifted / shifted.sum(-1, keepdims=True)
    return result


def starts(answers: Answers) -> list[int]:
    """The words of the window that begin a sentence."""
    return [n for n, score in enumerate(answers.start) if n == 0 or score > 0]


def tokens(words: Sequence[Word], window: Window, answers: Answers, labels: Labels) -> list[Token]:
    """The parsed words of one window."""
    bounds = [*starts(answers), window.last - window.first]
    out: list[Token] = []
    for low, high in pairwise(bounds):
        heads = tree(answers.arcs[low:high, low:high])
        for place in range(low, high):
            word = words[window.first + place]
            head = low + heads[place - low]
            relation = labels["relations"][answers.relations[place]]
            if head == place:
                relation = "root"
            elif relation == "root":  # the tree was mended: the model had asked for another root
                relation = _mended(place, head, low, heads, labels, answers)
            out.append(
                Token(
                    span=word.span,
                    text=word.text,
                    lemma=lemma(word.text, labels["lemmas"][answers.lemmas[place]]),
                    upos=labels["upos"][answers.upos[place]],
                    features=labels["features"][answers.features[place]],
                    head=window.first + head,
                    label=relation,
                )
            )
    return out


def _mended(place: int, head: int, low: int, heads: Sequence[int], labels: Labels, answers: Answers) -> str:
    """The likeliest relation of a word that the model took for a second root: a noun beside a verb is its participant."""
    upos, above = (labels["upos"][answers.upos[i]] for i in (place, head))
    if upos not in ("NOUN", "PROPN", "PRON") or above not in ("VERB", "AUX"):
        return "parataxis"
    below = [low + n for n, governor in enumerate(heads) if low + governor == place and low + n != place]
    if any(labels["relations"][answers.relations[child]] == "case" for child in below):
        return "obl"
    return "nsubj" if place < head else "obj"


def lemma(form: str, script: str) -> str:
    """Apply a learned lemma script: keep or lower the case, cut so many letters, add these.

    >>> lemma("Studies", "l3y"), lemma("Averna", "k0"), lemma("was", "l3be")
    ('study', 'Averna', 'be')
    """
    base = form if script[0] == "k" else form.lower()
    digits = 1
    # The number to cut ends where it would exceed the word: what follows is added, as in "1,100" with "l4100".
    while digits < len(script) and script[digits].isdigit() and int(script[1 : digits + 1]) <= len(base):
        digits += 1
    if digits == 1:  # a script learned from a longer word
        return base
    cut, add = int(script[1:digits]), script[digits:]
    return base[: len(base) - cut] + add or base


def mentions(window: Window, answers: Answers, kinds: Sequence[str]) -> list[Mention]:
    """Named things: a begin tag and the inside tags of its kind that follow."""
    probabilities = _softmax(answers.mentions)
    tags = probabilities.argmax(1)
    out: list[Mention] = []
    n = 0
    while n < len(tags):
        if tags[n] % 2 == 1:
            kind = tags[n] // 2
            last = n + 1
            while last < len(tags) and tags[last] == 2 * kind + 2:
                last += 1
            score = float(probabilities[n:last, [2 * kind + 1, 2 * kind + 2]].sum(1).mean())
            out.append(Mention(tuple(range(window.first + n, window.first + last)), Kind(kinds[kind]), score))
            n = last
        else:
            n += 1
    return out


def _anchored(scores: Scores, threshold: float) -> Iterable[tuple[int, int, float]]:
    """First word, end and probability of each begun span; a likely but unbegun inside does not count."""
    probabilities = _softmax(scores)
    n = 0
    while n < len(scores):
        begun = float(probabilities[n, 1])
        if begun >= threshold and begun >= probabilities[n, 2]:
            last = n + 1
            while last < len(scores) and probabilities[last, 2] > max(probabilities[last, 0], probabilities[last, 1]):
                last += 1
            yield n, last, begun
            n = last
        else:
            n += 1


def attributions(
    window: Window, answers: Answers, phrases: Phrases, acts: Sequence[str], thresholds: Thresholds
) -> list[Attribution]:
    """Each cue with the words of its source and content, as the model scored them."""
    out = []
    for first, last, score in _anchored(answers.cue, thresholds.cue):
        source = _source(answers.source[first] - thresholds.source, phrases, set(range(first, last)))
        content = _members(answers.content[first], thresholds.content, exclude=set(source) | set(range(first, last)))
        if not content and not source:
            continue
        out.append(
            Attribution(
                source=_shift(source, window.first),
                cue=tuple(range(window.first + first, window.first + last)),
                content=_shift(content, window.first),
                act=acts[int(answers.act[first].argmax())],
                hedged=bool(answers.hedged[first] > 0),
                depth=int(answers.depth[first].argmax()),
                score=score,
            )
        )
    return out


def triggers(
    window: Window, answers: Answers, phrases: Phrases, labels: Labels, thresholds: Thresholds
) -> list[Trigger]:
    """Each event trigger with the words of its actors and recipients, one tuple per run of words."""
    out = []
    for first, last, score in _anchored(answers.trigger, thresholds.trigger):
        types = _softmax(answers.types[first])
        order = np.argsort(-types)[:3]
        kind = labels["types"][order[0]]
        out.append(
            Trigger(
                tokens=tuple(range(window.first + first, window.first + last)),
                type=kind,
                mode=_mode(answers.modes[first], labels["modes"], kind),
                status=labels["statuses"][int(answers.statuses[first].argmax())],
                actors=_parties(answers.actor[first], phrases, thresholds.actor, window.first),
                recipients=_parties(answers.recipient[first], phrases, thresholds.recipient, window.first),
                score=score,
                types=tuple((labels["types"][n], float(types[n])) for n in order),
            )
        )
    return out


def _mode(scores: Scores, modes: Sequence[str], kind: str) -> str | None:
    """The likeliest mode among those of the type, or none."""
    allowed = [n for n, mode in enumerate(modes) if not mode or mode.startswith(f"{kind}-")]
    best = modes[max(allowed, key=lambda n: float(scores[n]))]
    return best.split("-", 1)[1] if best else None


def _shift(places: Iterable[int], by: int) -> Tokens:
    return tuple(place + by for place in places)


def _best_segment(row: Scores) -> list[int]:
    """The run of words whose summed log-odds is greatest; nothing when no word is likelier in than out."""
    best, best_sum, begun, running = (0, 0), 0.0, 0, 0.0
    for n, score in enumerate(row):
        if running <= 0:
            begun, running = n, 0.0
        running += float(score)
        if running > best_sum:
            best, best_sum = (begun, n + 1), running
    return list(range(*best))


def _members(row: Scores, threshold: float, exclude: set[int]) -> list[int]:
    """Likely members, one- and two-word holes filled and lone islands left out."""
    inside = [bool(score > threshold) and n not in exclude for n, score in enumerate(row)]
    runs: list[list[int]] = []
    for n, member in enumerate(inside):
        if member:
            if runs and n - runs[-1][-1] <= 3 and not exclude.intersection(range(runs[-1][-1] + 1, n)):
                runs[-1] += range(runs[-1][-1] + 1, n + 1)
            else:
                runs.append([n])
    longest = max(map(len, runs), default=0)
    return [n for run in runs for n in run if len(run) > 2 or len(run) * 4 > longest]


def _source(row: Scores, phrases: Phrases, cue: set[int]) -> list[int]:
    """The noun phrase meant by a row; the likeliest plain run of words where the parse offers none nearly as likely."""
    row = row.copy()
    row[list(cue)] = -5.0
    run = _best_segment(row)
    if not run:
        return []
    best = phrases.best(row, lists=True)
    if best is not None and best[2] >= 0.6 * float(row[run].sum()):
        return list(range(best[0], best[1]))
    return run


def _parties(row: Scores, phrases: Phrases, threshold: float, by: int) -> tuple[Tokens, ...]:
    """The noun phrases meant by a row, likeliest first taken, in order of the text; coordinated phrases one by one."""
    row = row - threshold
    out: list[list[int]] = []
    while len(out) < 24:
        best = phrases.best(row, lists=False)
        if best is None:
            break
        low, high, _ = best
        out.append(list(range(low, high)))
        row[low:high] = -100.0
    return tuple(_shift(party, by) for party in sorted(out))
