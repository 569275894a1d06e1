"""One pattern of the codebook: how a language says an event, as a shape in a Universal Dependencies parse.

A pattern has an anchor (a verb, a noun, an adjective) and says where, seen from it, the actor and the recipient stand.
Places are written as relations: `nsubj`, `obj`, `nmod:poss`; `obl:against` is an `obl` or `nmod` marked by the word
"against"; `obj>nmod:with` goes through the object; `nsubj | nmod:by` tries one after the other. Passives, relative
clauses and borrowed subjects are the matcher's business: `nsubj` is who does it and `obj` whom it is done to.

Four words are not of UD: `nationality` (a capitalised adjective or noun before the anchor: "Avernan troops"), `carrier`
(the subject of a verb that only carries the event: "launched an attack"), `head` (the word that governs the anchor) and
`lemma` (the anchor itself).

Source: relations as in Universal Dependencies, version 2 (universaldependencies.org).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tocsin.codebook.inflection import Inflection
from tocsin.errors import CodebookError

ANY = "*"
WORDS_OF_OURS = frozenset({"nationality", "carrier", "head", "lemma"})
RELATIONS = frozenset({
    "acl", "acl:relcl", "advcl", "advmod", "amod", "appos", "aux", "aux:pass", "case", "cc", "ccomp", "compound",
    "compound:prt", "conj", "cop", "csubj", "dep", "det", "expl", "flat", "iobj", "mark", "nmod", "nmod:poss",
    "nmod:tmod", "nsubj", "nummod", "obj", "obl", "obl:agent", "obl:tmod", "obl:unmarked", "parataxis", "xcomp",
})  # fmt: skip
UPOS = frozenset({"ADJ", "ADP", "ADV", "AUX", "NOUN", "NUM", "PRON", "PROPN", "VERB"})
KEYS = frozenset(
    {"id", "lemmas", "upos", "mode", "object", "particle", "needs", "unless", "actor", "recipient", "off", "alone"}
)


@dataclass(frozen=True, slots=True)
class Step:
    """One relation to follow, and the preposition that must mark what is found (None: any or none)."""

    relation: str
    preposition: str | None = None

    @classmethod
    def parse(cls, text: str) -> "Step":
        """The step that *text* writes.

        >>> Step.parse("obl:against"), Step.parse("nmod:poss")
        (Step(relation='obl', preposition='against'), Step(relation='nmod:poss', preposition=None))

        Raises CodebookError when it is no relation we know.
        """
        if text in RELATIONS or text in WORDS_OF_OURS:
            return cls(text)
        relation, colon, preposition = text.partition(":")
        if colon and relation in {"obl", "nmod"} and preposition:
            return cls(relation, preposition)
        raise CodebookError(f"{text!r} is not a relation such as 'nsubj', 'nmod:poss' or 'obl:against'")


Path = tuple[Step, ...]
Places = tuple[Path, ...]  # tried in order


def places(written: str | Sequence[str]) -> Places:
    """The places that a TOML value or key writes.

    >>> len(places("obl:with | obj>nmod:with")), len(places(["nsubj", "obj"]))
    (2, 2)
    """
    texts = written.split("|") if isinstance(written, str) else written
    return tuple(tuple(Step.parse(step.strip()) for step in text.split(">")) for text in texts)


@dataclass(frozen=True, slots=True)
class Condition:
    """Some word at one of *places* must have a lemma, a form or a UPOS among *words*; "*" is any word."""

    places: Places
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pattern:
    """How English says one event; see this module's head for the language. Each set of words holds all their forms."""

    id: str
    type: str
    lemmas: frozenset[str]
    upos: frozenset[str]
    mode: str | None
    objects: frozenset[str]  # lemmas of the object that makes the meaning; empty where the anchor is enough
    particle: str | None
    needs: tuple[Condition, ...]
    unless: tuple[Condition, ...]
    actor: Places
    recipient: Places
    alone: bool = False  # believed where the model saw no trace of an event

    @property
    def name(self) -> str:
        """The pattern's name in traces.

        >>> Pattern.parse({"id": "kidnap", "lemmas": ["kidnap"]}, "ASSAULT", Vocabulary()).name
        'ASSAULT/kidnap'
        """
        return f"{self.type}/{self.id}"

    @classmethod
    def parse(
        cls, entry: Mapping[str, object], code: str, vocabulary: "Vocabulary", *, alone: bool = False
    ) -> "Pattern":
        """The pattern that one `[[pattern]]` entry writes; *vocabulary* gives words their forms.

        *alone*: what holds for an entry that does not say so itself.

        Raises CodebookError saying what is wrong in the entry; the caller adds file and id.
        """
        unknown = set(entry) - KEYS
        if unknown:
            raise CodebookError(f"unknown key {sorted(unknown)[0]!r}; known are {', '.join(sorted(KEYS))}")
        lemmas = vocabulary.words(entry.get("lemmas", []), "lemmas")
        if not lemmas:
            raise CodebookError('has no lemmas; give at least one, as in lemmas = ["march"]')
        upos = frozenset(_texts(entry.get("upos", "VERB"), "upos"))
        if not upos <= UPOS:
            raise CodebookError(f"upos {sorted(upos - UPOS)[0]!r} is not one of {', '.join(sorted(UPOS))}")
        nominal = "nmod:by | nmod:poss | nationality | carrier" if upos == {"NOUN"} else "nsubj"
        mode, particle = entry.get("mode"), entry.get("particle")
        return cls(
            id=str(entry["id"]),
            type=code,
            lemmas=lemmas,
            upos=upos,
            mode=None if mode is None else str(mode),
            objects=vocabulary.words(entry.get("object", []), "object"),
            particle=None if particle is None else str(particle),
            needs=_conditions(entry.get("needs", {}), vocabulary, "needs"),
            unless=_conditions(entry.get("unless", {}), vocabulary, "unless"),
            actor=places(_texts(entry["actor"], "actor")) if "actor" in entry else places(nominal),
            recipient=places(_texts(entry.get("recipient", []), "recipient")),
            alone=bool(entry.get("alone", alone)),
        )


def _texts(value: object, key: str) -> list[str]:
    """A string or a list of strings as a list."""
    if isinstance(value, str):
        return [part.strip() for part in value.split("|")]
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return value
    raise CodebookError(f"{key} = {value!r} is neither a text nor a list of texts")


def _conditions(value: object, vocabulary: "Vocabulary", key: str) -> tuple[Condition, ...]:
    if not isinstance(value, dict):
        raise CodebookError(f'{key} = {value!r} is not a table such as {{ "obl:on" = ["strike"] }}')
    return tuple(Condition(places(written), vocabulary.words(words, key)) for written, words in value.items())


class Vocabulary:
    """What words in a pattern stand for: "@forces" for a group, each word for all its forms.

    >>> Vocabulary({"talks": ["talk"]}).words(["@talks", "PROPN"], "object") >= {"talk", "talks", "PROPN"}
    True
    """

    def __init__(
        self, groups: Mapping[str, Sequence[str]] | None = None, irregular: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self._groups = groups or {}
        self._inflection = Inflection(irregular or {})
        self._spelt: dict[str, frozenset[str]] = {}

    def words(self, value: object, key: str) -> frozenset[str]:
        """Words in lower case with their forms; names of parts of speech stay in capitals.

        Raises CodebookError for a group that is not there.
        """
        return frozenset().union(*(self._spell(text, key) for text in _texts(value, key)))

    def _spell(self, text: str, key: str) -> frozenset[str]:
        if text not in self._spelt:
            if text.startswith("@"):
                if text[1:] not in self._groups:
                    raise CodebookError(f"{key} names the group {text!r}, which grammar.toml does not have")
                words = [self._inflection.forms(word) for word in self._groups[text[1:]]]
                self._spelt[text] = frozenset().union(*words)
            else:
                plain = text in UPOS or text == ANY
                self._spelt[text] = frozenset({text}) if plain else self._inflection.forms(text.lower())
        return self._spelt[text]
