"""Reading + codebook patterns -> Matches: events that an analyst's patterns find in the parse, and who takes part.

`tocsin.codebook.pattern` says how a pattern is written. Here it is laid over a parse: `nsubj` means who does it and
`obj` whom it is done to, whether the sentence is active or passive, the verb a participle, in a relative clause, joined
to another by "and", or an infinitive whose subject stands in the clause above.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tocsin.codebook.eventbook import EventBook
from tocsin.codebook.pattern import ANY, UPOS, Condition, Path, Pattern, Places, Step, places
from tocsin.coding.tree import Tree, date_tokens
from tocsin.records import Kind, Reading, Tokens

PARTICLES = frozenset({"compound:prt", "advmod", "compound", "case"})  # what parsers call "off" in "broke off"
MARKED = frozenset({"obl", "nmod"})
TITLES = frozenset({"nmod:desc", "appos", "flat"})
AGENTS = Step("obl", "by")
# Marks that leave a clause without a subject to the subject of the clause above.
SHARING = frozenset({"to", "by", "in", "after", "before", "while", "without"})
DEEP = 4  # clauses to climb for a borrowed subject; more is a broken parse


@dataclass(frozen=True, slots=True)
class Match:
    """One event found by one pattern. *status* is None: a shape does not say whether the thing happened."""

    pattern: str  # "PROTEST/march"
    type: str
    mode: str | None
    anchor: int
    trigger: Tokens
    actors: tuple[Tokens, ...]
    recipients: tuple[Tokens, ...]
    alone: bool = False  # to be believed where the model saw no trace of an event
    status: None = None


def matches(reading: Reading, book: EventBook) -> Iterator[Match]:
    """Each event that some pattern of *book* finds, in order of the text; of a type, one for each anchor."""
    tree: Tree | None = None
    dates = date_tokens(reading)
    names = frozenset(token for m in reading.mentions if m.kind is not Kind.DATE for token in m.tokens)
    for anchor, token in enumerate(reading.tokens):
        # By form first: a lemma is the parser's guess, and "threatene" is nobody's anchor.
        patterns = book.anchored(token.text.lower()) or book.anchored(token.lemma.lower())
        waiting = [pattern for pattern in patterns if token.upos in pattern.upos]
        if not waiting:
            continue
        if tree is None or not tree.sentence.first <= anchor < tree.sentence.last:
            tree = Tree.of(reading, anchor)
        shape = Shape(tree, book, dates, names)
        found: dict[str, tuple[tuple[int, int, int], Match]] = {}
        for pattern in waiting:
            match = shape.match(pattern, anchor)
            if match is None:
                continue
            # Of two patterns of one type on one word, the one that names more of the parties and asks for more.
            worth = (len(match.actors) > 0, len(match.recipients) > 0, len(pattern.needs) + bool(pattern.objects))
            if pattern.type not in found or worth > found[pattern.type][0]:
                found[pattern.type] = worth, match
        yield from (match for _, match in found.values())


def doers(word: int, reading: Reading, book: EventBook, of_a_state: Callable[[int], bool]) -> tuple[Tokens, ...]:
    """Who does what *word* says, as whole phrases; nothing where the parse names nobody.

    Of a verb its subject, active or passive. Of a noun the state that its own phrase names before anything it is directed
    at: "the Loruskan strike", "preparation for a Loruskan strike on Averna".
    """
    tree = Tree.of(reading, word)
    if reading.tokens[word].upos == "VERB":
        return Shape(tree, book, date_tokens(reading), frozenset()).parties(places("nsubj"), word)
    found, waiting = [], [word]
    for noun in waiting:
        for child in tree.under(noun):
            if tree.base(child) in ("amod", "compound") or reading.tokens[child].label == "nmod:poss":
                found += [child] if of_a_state(child) else []
            elif tree.base(child) == "nmod" and tree.case(child) in ("of", "for", "by") and not of_a_state(child):
                waiting.append(child)
    return tuple((child,) for child in found)


@dataclass(frozen=True, slots=True)
class Shape:
    """One sentence seen as clauses: who does what to whom from each verb and noun."""

    tree: Tree
    book: EventBook
    dates: frozenset[int]
    names: frozenset[int]

    def match(self, pattern: Pattern, anchor: int) -> Match | None:
        """The event that *pattern* finds at *anchor*; None where it does not fit."""
        if "VERB" in pattern.upos and self._unreal(anchor):
            return None
        trigger = {anchor}
        thing: int | None = None
        if pattern.objects:
            thing = next((o for o in self.objects(anchor) if self._is(o, pattern.objects)), None)
            if thing is None:
                return None
        if pattern.particle is not None:
            particle = self._particle(anchor, pattern.particle)
            if particle is None:
                return None
            trigger.add(particle)
        if not all(self.holds(test, anchor) for test in pattern.needs):
            return None
        if any(self.holds(test, anchor) for test in pattern.unless):
            return None
        actors = self.parties(pattern.actor, anchor)
        recipients = tuple(party for party in self.parties(pattern.recipient, anchor) if party not in actors)
        nobody = not actors and not recipients and not (pattern.alone and pattern.needs)
        if nobody and pattern.upos == {"VERB"} and not self.passive(anchor):
            return None  # "Resolving the dispute would help": nobody does it
        if thing is not None and not any(thing in party for party in recipients):
            trigger.update(self._light(anchor, thing))
        mode = pattern.mode or self.book.mode(pattern.type, self._words(anchor))
        return Match(
            pattern.name, pattern.type, mode, anchor, tuple(sorted(trigger)), actors, recipients, pattern.alone
        )

    def holds(self, test: Condition, anchor: int) -> bool:
        """Whether some word at the test's places is one of its words."""
        return any(self._is(found, test.words) for path in test.places for found in self.follow(anchor, path))

    def parties(self, places: Places, anchor: int) -> tuple[Tokens, ...]:
        """The phrases at the first of *places* where anything stands; things joined by "and" come apart."""
        for path in places:
            heads = self.follow(anchor, path)
            if heads:
                things = (one for head in heads for one in (head, *filter(self._thing, self.tree.joined(head))))
                return tuple(self.phrase(thing, path[-1].relation) for thing in dict.fromkeys(things))
        return ()

    def phrase(self, head: int, relation: str) -> Tokens:
        """The words that name the party at *head*; a nationality names itself alone."""
        return (head,) if relation == "nationality" else self.tree.phrase(head)

    def follow(self, anchor: int, path: Path) -> list[int]:
        """All words at the end of *path* from *anchor*."""
        places = [anchor]
        for step in path:
            found = [word for place in places for word in self.step(place, step)]
            places = [word for word in found if word != anchor or step.relation == "lemma"]
        return places

    def step(self, word: int, step: Step) -> list[int]:
        """The words one step from *word*, in the sense of who does what."""
        match step.relation:
            case "lemma":
                return [word]
            case "head":
                head = self.tree.reading.tokens[word].head
                return [] if head == word else [head]
            case "nationality":
                return [child for child in self.tree.under(word) if self._nationality(child)]
            case "carrier":
                return self._carrier(word)
            case "nsubj" if self._clausal(word):
                return self.subjects(word)
            case "obj" if self._clausal(word):
                return self.objects(word)
        found = [child for child in self.tree.under(word) if self._fits(child, step)]
        if step.preposition is not None:  # "fired on Friday" is fired on nobody
            found = [child for child in found if child not in self.dates]
        return [self._antecedent(child) for child in found]

    def subjects(self, verb: int, deep: int = DEEP) -> list[int]:
        """Who does it: the subject of an active verb, the "by" of a passive one; borrowed where the verb has none."""
        if self.passive(verb, deep):
            return [child for child in self.tree.under(verb) if self._fits(child, AGENTS) and child not in self.dates]
        return self.surface(verb, deep)

    def objects(self, verb: int, deep: int = DEEP) -> list[int]:
        """Whom or what it is done to: the object of an active verb, the subject of a passive one."""
        if self.passive(verb, deep):
            return self.surface(verb, deep)
        below = self.tree.under(verb)
        own = [child for child in below if self.tree.base(child) == "obj"]
        own = own or [child for child in below if self.tree.base(child) == "iobj"]  # the only object there is
        own = [self._antecedent(child) for child in own]
        if own or deep == 0:
            return own
        token = self.tree.reading.tokens[verb]
        if token.label == "acl:relcl" and self._own_subject(verb) and not self._relative(verb):
            return [token.head]  # "the pact Averna concluded"
        return own

    def surface(self, verb: int, deep: int = DEEP) -> list[int]:
        """The grammatical subject of *verb*, its own or the one it borrows."""
        own = self._own_subject(verb)
        if own:
            return [self._antecedent(child) for child in own]
        token = self.tree.reading.tokens[verb]
        if deep == 0 or token.head == verb:
            return []
        above = token.head
        match token.label:
            case "acl:relcl":
                return [above]
            case "acl":
                return [above] if self._participle(verb) else self._holder(above, deep)
            case "conj" if self._clausal(above):
                return self.surface(above, deep - 1)
            case "xcomp" | "advcl" | "ccomp" if self._clausal(above):
                return self._control(verb, above, deep)
        return []

    def passive(self, verb: int, deep: int = DEEP) -> bool:
        """Whether *verb* is said of whom it is done to."""
        labels = {self.tree.reading.tokens[child].label for child in self.tree.under(verb)}
        if labels & {"nsubj:pass", "aux:pass", "obl:agent", "csubj:pass"}:
            return True
        token = self.tree.reading.tokens[verb]
        if labels & {"nsubj", "obj", "aux", "csubj"} or not self._past_participle(verb):
            return False
        if token.label == "conj":
            return deep > 0 and self.passive(token.head, deep - 1)
        return token.label in {"acl", "advcl", "amod", "acl:relcl"}

    def _control(self, verb: int, above: int, deep: int) -> list[int]:
        """The subject of an infinitive or participle under *above*: its object or its subject."""
        label, infinitive = self.tree.reading.tokens[verb].label, not self._participle(verb)
        if label == "ccomp" and not infinitive:
            return []
        if label in {"xcomp", "ccomp"} and infinitive and not self._among(above, "subject-control"):
            objects = self.objects(above, deep - 1)
            if objects or label == "ccomp":
                return objects
        if label == "ccomp" or (label == "advcl" and self._marked(verb)):
            return []  # a clause of its own, whose subject is left unsaid
        return self.surface(above, deep - 1)

    def _holder(self, noun: int, deep: int) -> list[int]:
        """Whose "threat to close" or "decision to leave" it is."""
        owners = (Step("nmod:poss"), Step("nmod", "by"))
        own = [child for child in self.tree.under(noun) if any(self._fits(child, step) for step in owners)]
        if own:
            return own
        token = self.tree.reading.tokens[noun]
        return self.subjects(token.head, deep - 1) if token.label == "obj" and self._clausal(token.head) else []

    def _carrier(self, noun: int) -> list[int]:
        """The subject of the verb that carries the event *noun* names: "launched an attack"."""
        token = self.tree.reading.tokens[noun]
        if token.label not in {"obj", "nsubj:pass"} or not self._among(token.head, "carriers"):
            return []
        return self.subjects(token.head)

    def _own_subject(self, verb: int) -> list[int]:
        return [child for child in self.tree.under(verb) if self.tree.base(child) == "nsubj"]

    def _antecedent(self, word: int) -> int:
        """What a relative pronoun stands for; any other word is itself."""
        token = self.tree.reading.tokens[word]
        if self.tree.lemma(word) not in self.book.group("relative-pronouns") or token.upos == "NOUN":
            return word
        for above in list(self.tree.up(word))[1:]:
            if self.tree.reading.tokens[above].label == "acl:relcl":
                return self.tree.reading.tokens[above].head
        return word

    def _relative(self, verb: int) -> bool:
        """Whether the relative clause of *verb* has its pronoun as subject ("which concluded the pact")."""
        return any(self._antecedent(child) != child for child in self._own_subject(verb))

    def _fits(self, child: int, step: Step) -> bool:
        """Whether *child* hangs by the relation of *step*, marked by its preposition where it names one."""
        label = self.tree.reading.tokens[child].label
        if step.preposition is None:
            return label == step.relation or (":" not in step.relation and self.tree.base(child) == step.relation)
        if step.preposition == "by" and label == "obl:agent":
            return True
        return self.tree.base(child) in MARKED and label != "nmod:poss" and step.preposition in self._cases(child)

    def _cases(self, word: int) -> list[str]:
        """The prepositions of *word*, a joined one ("because of") in its parts, in lower case."""
        marks = [child for child in self.tree.under(word) if self.tree.base(child) == "case"]
        return [self.tree.lemma(part) for mark in marks for part in (mark, *self.tree.under(mark))]

    def _particle(self, anchor: int, particle: str) -> int | None:
        """The particle of a verb, or what a parser may have made of it: the preposition of what follows."""
        own = self.tree.under(anchor)
        marks = (part for child in own for part in self.tree.under(child) if self.tree.base(part) == "case")
        for word in (*own, *marks):
            label = self.tree.reading.tokens[word].label
            if self.tree.lemma(word) == particle and label in PARTICLES and 0 < word - anchor < 8:
                return word
        return None

    def _light(self, anchor: int, thing: int) -> Tokens:
        """The words of a light verb and its noun, with what stands between: "broke off diplomatic relations"."""
        if 0 < thing - anchor <= 6:
            return tuple(range(anchor, thing + 1))
        return (thing,) if self.tree.reading.tokens[thing].label == "nsubj:pass" else ()

    def _is(self, word: int, words: frozenset[str]) -> bool:
        """Whether *word*, or the title it bears ("Prime Minister Odell"), is one of *words*."""
        if ANY in words:
            return True
        titles = [child for child in self.tree.under(word) if self.tree.reading.tokens[child].label in TITLES]
        for one in (word, *titles):
            token = self.tree.reading.tokens[one]
            if (
                token.text.lower() in words
                or token.lemma.lower() in words
                or (token.upos in words and token.upos in UPOS)
            ):
                return True
        return False

    def _words(self, anchor: int) -> Sequence[str]:
        """Lemmas, then forms, of the words around *anchor* that may tell the mode."""
        below = self.tree.subtree(anchor, without=frozenset({"conj", "parataxis"}))
        tokens = [self.tree.reading.tokens[token] for token in below]
        return [*(token.lemma for token in tokens), "", *(token.text for token in tokens)]

    def _nationality(self, child: int) -> bool:
        """Whether *child* is a capitalised word before the noun that may say whose it is: "Avernan", "US"."""
        token = self.tree.reading.tokens[child]
        if token.label not in {"amod", "compound", "nmod", "nmod:unmarked"} or not token.text[:1].isupper():
            return False
        if child > token.head or self._cases(child):
            return False
        return child in self.names or token.upos == "PROPN" or child > self.tree.sentence.first

    def _clausal(self, word: int) -> bool:
        """Whether *word* may have a subject and an object."""
        return self.tree.reading.tokens[word].upos in {"VERB", "AUX"} or self.tree.verbal(word)

    def _thing(self, word: int) -> bool:
        return self.tree.reading.tokens[word].upos in {"NOUN", "PROPN", "PRON", "NUM", "ADJ"}

    def _among(self, word: int, group: str) -> bool:
        token = self.tree.reading.tokens[word]
        return token.text.lower() in self.book.group(group) or token.lemma.lower() in self.book.group(group)

    def _unreal(self, verb: int) -> bool:
        """Whether the deed is only asked for, threatened, refused: "urged Lorusk to leave", "should leave"."""
        token = self.tree.reading.tokens[verb]
        below = self.tree.under(verb)
        if any(self.tree.base(child) == "aux" and self._among(child, "unreal-auxiliaries") for child in below):
            return True
        if token.label == "conj" and self._clausal(token.head):
            return (
                not self._own_subject(verb) and "VerbForm=Fin" not in token.features and self._unreal_above(token.head)
            )
        return self._unreal_above(verb)

    def _unreal_above(self, verb: int) -> bool:
        token = self.tree.reading.tokens[verb]
        infinitive = any(self.tree.lemma(child) == "to" for child in self.tree.under(verb) if child < verb)
        return (infinitive or token.label in {"xcomp", "ccomp"}) and self._among(token.head, "unreal")

    def _marked(self, verb: int) -> bool:
        """Whether a clause says "if", "after", "because": its subject is its own then."""
        marks = [self.tree.lemma(child) for child in self.tree.under(verb) if self.tree.base(child) == "mark"]
        return any(mark not in SHARING for mark in marks)

    def _participle(self, verb: int) -> bool:
        token = self.tree.reading.tokens[verb]
        return "VerbForm=Part" in token.features or token.text.lower().endswith("ing") or self._past_participle(verb)

    def _past_participle(self, verb: int) -> bool:
        features = self.tree.reading.tokens[verb].features
        if not features:
            return self.tree.reading.tokens[verb].text.lower().endswith(("ed", "en"))
        return "VerbForm=Part" in features and "Tense=Pres" not in features
