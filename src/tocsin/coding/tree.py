"""One sentence's parse as a tree: children, clauses, phrases, and short paths through it.

Labels are those of Universal Dependencies, version 2. Parses are often wrong somewhere, so nothing here fails on an odd
one: a cycle ends a walk, and a phrase is cut to what stands together.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from tocsin.records import Kind, Reading, Sentence, Span, Tokens

CLAUSES = frozenset({"root", "ccomp", "advcl", "acl", "csubj", "parataxis", "xcomp"})
# What hangs on the head of a phrase without being part of what it names.
ASIDE = frozenset(
    {"case", "cc", "punct", "mark", "parataxis", "acl", "appos", "discourse", "advcl", "conj", "cop", "nsubj"}
)


@dataclass(frozen=True, slots=True)
class Tree:
    """The tokens of one sentence with what each governs."""

    reading: Reading
    sentence: Sentence
    children: dict[int, list[int]]

    @classmethod
    def of(cls, reading: Reading, token: int) -> Self:
        """The tree of the sentence that holds *token*."""
        sentence = reading.sentence_of(token)
        children: dict[int, list[int]] = {}
        for index in range(sentence.first, sentence.last):
            head = reading.tokens[index].head
            if head != index:
                children.setdefault(head, []).append(index)
        return cls(reading, sentence, children)

    def under(self, token: int) -> list[int]:
        """The tokens that *token* governs directly, in order."""
        return self.children.get(token, [])

    def base(self, token: int) -> str:
        """The label without its subtype: "nsubj" for "nsubj:pass"."""
        return self.reading.tokens[token].label.partition(":")[0]

    def lemma(self, token: int) -> str:
        """The lemma in lower case."""
        return self.reading.tokens[token].lemma.lower()

    def verbal(self, token: int) -> bool:
        """Whether the token heads a clause of its own: a verb, or a predicate with a copula or a subject."""
        if self.reading.tokens[token].upos == "VERB":
            return True
        return any(self.base(child) in ("cop", "nsubj") for child in self.under(token))

    def up(self, token: int) -> Iterator[int]:
        """The token and its governors up to the root."""
        seen: set[int] = set()
        while token not in seen and self.sentence.first <= token < self.sentence.last:
            seen.add(token)
            yield token
            token = self.reading.tokens[token].head

    def clause(self, token: int) -> int:
        """The head of the clause that *token* stands in, itself included."""
        last = token
        for last in self.up(token):
            if self.base(last) in CLAUSES or (self.base(last) == "conj" and self.verbal(last)):
                break
        return last

    def subtree(self, token: int, without: frozenset[str] = frozenset()) -> Tokens:
        """*token* and all below it, in order, except branches whose label or base label is in *without*."""
        found, waiting = {token}, [token]
        while waiting:
            for child in self.under(waiting.pop()):
                label = self.reading.tokens[child].label
                if child not in found and label not in without and label.partition(":")[0] not in without:
                    found.add(child)
                    waiting.append(child)
        return tuple(sorted(found))

    def phrase(self, token: int) -> Tokens:
        """The words around *token* that name one thing: no preposition, no relative clause, no second thing joined on.

        Cut to the run of tokens that stand together around *token*.
        """
        kept = {token}
        for child in self.under(token):
            label = self.reading.tokens[child].label
            aside = label.partition(":")[0] in ASIDE or self.case(child) == "as"  # "Gallo as president" names Gallo
            if not aside:
                kept.update(self.subtree(child, without=frozenset({"acl:relcl", "parataxis"})))
        first = last = token
        while first - 1 in kept:
            first -= 1
        while last + 1 in kept:
            last += 1
        while last > token and self.reading.tokens[last].upos == "PUNCT":
            last -= 1
        return tuple(range(first, last + 1))

    def head(self, tokens: Tokens) -> int:
        """The token of *tokens* that governs the others: the first whose governor is not among them."""
        inside = set(tokens)
        for token in tokens:
            governor = self.reading.tokens[token].head
            if (governor not in inside or governor == token) and self.reading.tokens[token].upos != "PUNCT":
                return token
        return tokens[0]

    def case(self, token: int) -> str | None:
        """The preposition of *token* in lower case ("because of" as one); None when it has none."""
        for child in self.under(token):
            if self.base(child) in ("case", "mark"):
                fixed = [other for other in self.under(child) if self.base(other) == "fixed"]
                return " ".join(self.reading.tokens[part].text.lower() for part in (child, *fixed))
        return None

    def joined(self, token: int) -> Tokens:
        """*token* and what is joined to it by "and", "or" or commas."""
        found = [token]
        for one in found:
            found.extend(child for child in self.under(one) if self.base(child) == "conj" and child not in found)
        return tuple(sorted(found))

    def first_joined(self, token: int, upos: frozenset[str]) -> int:
        """The first of the things *token* is joined to, itself when it is the first; only words of *upos* count."""
        while self.base(token) == "conj" and self.reading.tokens[self.reading.tokens[token].head].upos in upos:
            token = self.reading.tokens[token].head
        return token

    def follow(self, token: int, path: str) -> int | None:
        """The first token at the end of *path* from *token*; None when the path leads nowhere.

        A step is a label ("nsubj:pass"), a base label ("obj"), or a base label and a preposition ("obl:from|by");
        "pp:from" is any phrase with that preposition, however attached. Steps are joined by ">": "obj>pp:in".
        """
        places = [token]
        for step in path.split(">"):
            places = [child for place in places for child in self.under(place) if self._is(child, step)]
        return places[0] if places else None

    def _is(self, token: int, step: str) -> bool:
        label = self.reading.tokens[token].label
        base, _, word = step.partition(":")
        if label == step or (not word and self.base(token) == base):
            return True
        if not word or self.case(token) not in word.split("|"):
            return False
        return self.base(token) in (("obl", "nmod", "advcl", "acl") if base == "pp" else (base,))


def date_tokens(reading: Reading) -> frozenset[int]:
    """The tokens of all mentions that name a day or a period."""
    return frozenset(token for mention in reading.mentions if mention.kind is Kind.DATE for token in mention.tokens)


def tokens_in(reading: Reading, spans: Iterable[Span]) -> Tokens:
    """The tokens that share a character with any of *spans*, in order."""
    found: set[int] = set()
    for span in spans:
        index = bisect_right(reading.tokens, span.start, key=lambda token: token.span.end)
        while index < len(reading.tokens) and reading.tokens[index].span.start < span.end:
            found.add(index)
            index += 1
    return tuple(sorted(found))
