"""Tokens -> Actor: whom a phrase means, by what it says, by what the article said before, by the codebook, or not at all.

What the article itself says always comes before what the codebook knows; where neither is clear, the answer is an empty
Actor: abstaining is better than a wrong name.
"""

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property

from tocsin.codebook.actorbook import ActorBook, EntryKind
from tocsin.coding.descriptors import Described, Describer
from tocsin.coding.tree import Tree
from tocsin.records import Actor, Article, Reading, Tokens

NOBODY = Actor()
SINGULAR = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
THING = frozenset({"it", "its", "itself"})
SPEAKER = frozenset({"i", "me", "my", "myself", "mine"})
SPEAKERS = frozenset({"we", "us", "our", "ours", "ourselves"})
RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
NEAR = 3  # sentences back that a pronoun may reach
PART_OF_NAME = frozenset({"det", "amod", "compound", "flat", "nmod", "appos", "nummod", "fixed", "goeswith"})
# Bodies every state has: named without a country they are those of the country the article is about.
HOME = frozenset({
    "government", "army", "police", "parliament", "opposition", "president", "military", "cabinet",
    "court", "authority", "troop", "soldier", "official", "minister", "regime", "rebel",
    "protester", "demonstrator", "senate", "congress",
})  # fmt: skip

# Whose "its neighbour" is, it is not.
OTHERS = frozenset(
    {
        "neighbour",
        "neighbor",
        "rival",
        "enemy",
        "foe",
        "ally",
        "partner",
        "counterpart",
        "opponent",
        "adversary",
        "guest",
        "host",
    }
)
# Role words that name a body and not a person: what "it" can mean.
BODIES = frozenset({
    "government", "army", "police", "parliament", "opposition", "military", "cabinet", "court", "regime", "senate", "congress",
    "ministry", "party", "group", "movement", "agency", "council", "union", "company", "embassy", "coalition", "junta", "navy",
    "force", "administration", "presidency", "brigade", "battalion", "division", "unit", "regiment", "squad", "delegation", "committee",
    "commission", "office", "bank", "newspaper", "militia", "state", "tribunal",
})  # fmt: skip
# Sectors that, with no country named, are those of the one country the sentence speaks of; armies and rebels may be another's.
DOMESTIC = frozenset({"GOV", "LEG", "JUD", "COP", "OPP", "PTY", "MED", "EDU", "LAB", "BUS", "CVL", "JRN"})
ANYBODY = SPEAKER | SPEAKERS | {"you", "your", "yours"}
ABROAD = frozenset({"country", "state", "nation", "community", "world", "power", "foreigner", "side", "both"})
# Codes that are no country and no body of states: nobody is at home there.
STATELESS = frozenset({"NGO", "MNC", "ISM", "IMG"})


@dataclass(frozen=True, slots=True)
class Introduced:
    """Somebody the article has spoken of, where it first did."""

    at: int
    described: Described
    actor: Actor
    plural: bool
    told: bool = False  # as the source of an attribution, whose phrase the model gave whole


class ActorResolver:
    """Resolves the phrases of one reading; answers are remembered."""

    def __init__(self, reading: Reading, article: Article, book: ActorBook) -> None:
        self.reading = reading
        self.article = article
        self.book = book
        self.describer = Describer(reading, book)
        self._remembered: dict[tuple[Tokens, Tokens | None], Actor] = {}
        self._heads: dict[int, Tokens] = {}
        self._introduced = self._introductions()
        self._home = self._country_of_article()

    def resolve(self, tokens: Tokens, speaker: Tokens | None = None) -> Actor:
        """Whom *tokens* mean. *speaker*: the phrase of whoever says "I" or "we" here."""
        if not tokens:
            return NOBODY
        key = (tokens, speaker)
        if key not in self._remembered:
            self._remembered[key] = NOBODY  # a phrase that leads back to itself means nobody
            self._remembered[key] = self._resolve(tokens, speaker)
        return self._remembered[key]

    def whole(self, tokens: Tokens) -> Tokens:
        """*tokens* with the rest of every name of the codebook that they cut: "White" is "White House"."""
        at = self.describer.at
        wanted = {i for token in tokens for i in (range(at[token].first, at[token].last) if token in at else (token,))}
        return tuple(sorted(wanted))

    def countries(self, tokens: Tokens) -> tuple[Tokens, ...]:
        """The words among *tokens* that name a state or its people, each find as its tokens."""
        finds = dict.fromkeys(self.describer.at[i] for i in tokens if i in self.describer.at)
        wanted = (EntryKind.COUNTRY, EntryKind.DEMONYM, EntryKind.CAPITAL)
        return tuple(tuple(range(f.first, f.last)) for f in finds if f.entry.kind in wanted)

    def is_of_a_state(self, token: int) -> bool:
        """Whether a word is part of a name that stands for a state: the state, its people, its seat, a body of it."""
        found = self.describer.at.get(token)
        return found is not None and found.entry.country is not None and found.entry.kind is not EntryKind.PERSON

    def is_role(self, tokens: Tokens) -> bool:
        """Whether *tokens* hold a role word: "troops", "minister"."""
        return self.book.role([self.reading.tokens[i].lemma.lower() for i in tokens]) is not None

    @cached_property
    def named_countries(self) -> frozenset[str]:
        """The countries that the article names, by a state's name or people, its capital or a known town."""
        kinds = (EntryKind.COUNTRY, EntryKind.DEMONYM, EntryKind.CAPITAL, EntryKind.CITY, EntryKind.REGION)
        entries = (found.entry for found in self.describer.at.values())
        return frozenset(entry.country for entry in entries if entry.kind in kinds and entry.country is not None)

    def _resolve(self, tokens: Tokens, speaker: Tokens | None) -> Actor:
        words = [self.reading.tokens[i].text.lower() for i in tokens]
        if len(tokens) == 1 and (words[0] in SINGULAR | PLURAL | THING | SPEAKER | SPEAKERS | RELATIVE):
            return self._pronoun(tokens[0], words[0], speaker)
        if (listed := self._list(tokens)) is not None:
            return listed
        described = self.describer.describe(tokens)
        actor = self._known(described, tokens[0])
        if actor.country is None and described.name is None:
            actor = self._owner(actor, tokens, words, speaker)
        if actor.country is None:
            if described.role_word in HOME and described.name is None:
                actor = replace(actor, country=self._home or self._only_country(tokens[0]))
            elif actor.sector in DOMESTIC or (actor.sector == "MIL" and described.name is not None):
                actor = replace(actor, country=self._only_country(tokens[0]))
        if actor.sector == "UNK" and (actor.country or actor.name):
            actor = replace(actor, sector=None)  # "members of the Council" are somebody, of a sector not said
        return actor

    def _list(self, tokens: Tokens) -> Actor | None:
        """What those of a list have in common, "Cuba, Iran and many others"; None when *tokens* are no list."""
        tree = Tree.of(self.reading, tokens[0])
        members = [
            i
            for i in tree.joined(tree.head(tokens))
            if i in tokens and self.reading.tokens[i].upos in ("NOUN", "PROPN")
        ]
        parts = [tuple(i for i in tree.phrase(member) if i in tokens) for member in members]
        if len(parts) < 2 or any(part == tokens for part in parts):
            return None
        actors = [self.resolve(part) for part in parts]
        countries, sectors = {actor.country for actor in actors}, {actor.sector for actor in actors}
        return Actor(
            country=countries.pop() if len(countries) == 1 else None,
            sector=sectors.pop() if len(sectors) == 1 else None,
        )

    def presumed_country(self, tokens: Tokens) -> str | None:
        """The country of somebody of whom none is said: the one the sentence speaks of, else the one the article is about.

        None for "other states" and "our allies", who are somewhere else, and for "I" and "you", who may be anybody.
        """
        if all(self.reading.tokens[i].text.lower() in ANYBODY for i in tokens):
            return None
        if not OTHERS.union(ABROAD).isdisjoint(self.reading.tokens[i].lemma.lower() for i in tokens):
            return None
        return self._only_country(tokens[0]) or self._home

    def _only_country(self, at: int) -> str | None:
        """The one country that the sentence of *at* speaks of, or where it says to be; None when there are several."""
        sentence = self.reading.sentence_of(at)
        finds = {
            found
            for i in range(sentence.first, sentence.last)
            if (found := self.describer.at.get(i)) and found.entry.country and found.entry.country not in STATELESS
        }
        stays = {
            f
            for f in finds
            if f.first > sentence.first and self.reading.tokens[f.first - 1].text.lower() in ("in", "at", "across")
        }
        for chosen in (finds, stays):
            codes = {found.entry.country for found in chosen}
            if len(codes) == 1:
                return codes.pop()
        return None

    def _known(self, described: Described, at: int) -> Actor:
        """What the phrase says, filled up with what the article said of the same person, then with the codebook."""
        actor = Actor(described.name, described.country, described.sector, described.role)
        if described.name and described.name_tokens:
            same = self._same_name(described.name, at)
            if same is not None:
                actor = _filled(actor, same.actor)
            actor = self._from_codebook(actor, described)
            actor = replace(actor, name=self._fullest(actor.name or described.name))
        elif described.name is None and described.role_word is not None:
            same = self._same_role(described, at)
            if same is not None:
                actor = replace(_filled(actor, same.actor), name=same.actor.name)
        if described.former and actor.sector in ("GOV", "MIL", "LEG", "SPY", "COP"):
            actor = replace(actor, sector="ELI")
        return actor

    def _from_codebook(self, actor: Actor, described: Described) -> Actor:
        """*actor* with what the codebook knows of the person on the article's day, where the article says nothing against it."""
        on = self.article.published
        entry = (
            self.book.person(described.entry.name if described.entry else described.name or "", on) or described.entry
        )
        if entry is None and described.name is not None and actor.country is None:
            # "Bush", on a day nobody gives: which of them is open, and all are of one country.
            homes = {one.country for one in self.book.namesakes(described.name) if one.kind is EntryKind.PERSON}
            return replace(actor, country=homes.pop()) if len(homes) == 1 else actor
        if entry is None or entry.kind is not EntryKind.PERSON or actor.country not in (None, entry.country):
            return actor
        office = entry.office(on)
        if office is None:
            known = Actor(entry.name, entry.country, entry.sector)
        elif on is not None and office.end is not None and office.end < on:
            known = Actor(entry.name, entry.country, "ELI" if office.sector == "GOV" else office.sector)
        else:
            known = Actor(entry.name, entry.country, office.sector, office.role)
        filled = _filled(actor, known)
        return filled if len((actor.name or "").split()) > 1 else replace(filled, name=entry.name)

    def _fullest(self, name: str) -> str:
        """The longest form in which the article gives a name: "Nicolás Maduro" for "Maduro"."""
        surname = name.split()[-1].lower()
        forms = {one.described.name for one in self._introduced if one.described.person and one.described.name}
        same = [
            form
            for form in forms
            if form.split()[-1].lower() == surname and (len(name.split()) == 1 or form.split()[0] == name.split()[0])
        ]
        return max([name, *sorted(same)], key=lambda form: len(form.split()))

    def _introductions(self) -> list[Introduced]:
        """Persons, bodies and states in the order in which the article names them with more than a bare surname or pronoun."""
        out: list[Introduced] = []
        for attribution in self.reading.attributions:  # who speaks is told of most fully
            if len(attribution.source) > 1:
                described = self.describer.describe(attribution.source)
                if described.person and described.role:
                    actor = Actor(described.name, described.country, described.sector, described.role)
                    out.append(Introduced(described.name_tokens[-1], described, actor, plural=False, told=True))
        for sentence in self.reading.sentences:
            tree = Tree.of(self.reading, sentence.first)
            for i in range(sentence.first, sentence.last):
                token = self.reading.tokens[i]
                if token.upos not in ("NOUN", "PROPN") or tree.base(i) in ("compound", "flat", "amod"):
                    continue
                phrase = self._introducing(tree, i)
                self._heads[i] = phrase
                described = self.describer.describe(phrase)
                if described.name is None and described.role_word is None and described.country is None:
                    continue
                if described.person and not _heads(tree, i, described.name_tokens):
                    continue  # "negotiations with the government of President Maro" introduce nobody
                actor = Actor(described.name, described.country, described.sector, described.role)
                plural = "Number=Plur" in token.features or any(tree.base(c) == "conj" for c in tree.under(i))
                out.append(Introduced(i, described, actor, plural))
        return sorted(out, key=lambda one: one.at)

    def _introducing(self, tree: Tree, head: int) -> Tokens:
        """The phrase around *head* with its appositions: "Jan Kos, the Polish foreign minister,"."""
        kept = {head}
        for child in tree.under(head):
            if tree.base(child) in PART_OF_NAME:
                kept.update(tree.subtree(child, without=frozenset({"acl:relcl", "parataxis"})))
        first = last = head
        inside = kept
        marks = {",", "(", ")", "-", '"', "“", "”"}
        while first - 1 in inside or (
            first - 2 in inside and first - 2 >= tree.sentence.first and self.reading.tokens[first - 1].text in marks
        ):
            first -= 1
        while (
            last + 1 in inside
            or (last + 2 in inside and self.reading.tokens[last + 1].text in marks)
            or (
                last + 1 < tree.sentence.last
                and self.reading.tokens[last + 1].text == ")"
                and any(self.reading.tokens[k].text == "(" for k in range(first, last + 1))
            )
        ):
            last += 1
        return tuple(range(first, last + 1))

    def _same_name(self, name: str, at: int) -> Introduced | None:
        """The fullest introduction of the same surname in the article, preferring one before *at*."""
        surname = name.split()[-1].lower()
        given = name.split()[0].lower() if len(name.split()) > 1 else None
        best: tuple[tuple[bool, bool, int, bool, int], Introduced] | None = None
        for one in self._introduced:
            other = one.described.name
            if other is None or not one.described.person or other.split()[-1].lower() != surname:
                continue
            if given and len(other.split()) > 1 and other.split()[0].lower() != given:
                continue
            worth = (
                one.actor.role is not None,
                one.told,
                sum(v is not None for v in (one.actor.country, one.actor.sector)),
                one.at <= at,
                -one.at,
            )
            if best is None or worth > best[0]:
                best = (worth, one)
        return best[1] if best else None

    def _same_role(self, described: Described, at: int) -> Introduced | None:
        """The latest named person before *at* whose office uses the same word: "the minister", "the director of the SVR"."""
        if self.reading.tokens[at].text.lower() not in ("the", "this", "that") and described.country is None:
            return None
        for one in reversed(self._introduced):
            if one.at >= at or not one.described.person or one.described.name is None or one.described.role is None:
                continue
            role_words = {w.strip(".,()").lower() for w in one.described.role.split()}
            if described.role_word not in role_words:
                continue
            if described.country and one.actor.country and described.country != one.actor.country:
                continue
            return one
        return None

    def _pronoun(self, at: int, word: str, speaker: Tokens | None) -> Actor:
        if word in RELATIVE:
            return self._antecedent(at)
        if word in SPEAKER | SPEAKERS:
            if speaker is None:
                return NOBODY
            said = self.resolve(speaker)
            return said if word in SPEAKER else Actor(country=said.country, sector=said.sector)
        own = self.reading.sentence_of(at)
        best: tuple[tuple[int, int, int, int], Actor] | None = None
        for one in self._introduced:
            if one.at >= at:
                break
            back = own.index - self.reading.sentence_of(one.at).index
            if back > NEAR or not self._agrees(one, word):
                continue
            actor = self._known(one.described, one.at)
            if actor == NOBODY:
                continue
            label = self.reading.tokens[one.at].label
            person = int(word in SINGULAR and one.described.person)  # a name is likelier meant than "an officer"
            near = -1 if back == 0 and self._governs(one.at, at) else -back
            worth = (person, near, int(label.startswith("nsubj")), one.at)
            if best is None or worth > best[0]:
                best = (worth, actor)
        return best[1] if best else NOBODY

    def _governs(self, one: int, pronoun: int) -> bool:
        """Whether both hang on the same verb, so that they cannot be the same ("Odell met him")."""
        return self.reading.tokens[one].head == self.reading.tokens[pronoun].head

    def _agrees(self, one: Introduced, word: str) -> bool:
        single = one.described.person and not one.plural
        if word in SINGULAR:
            return single or (
                one.described.role_word is not None
                and one.described.role_word not in BODIES
                and not one.plural
                and one.described.name is None
                and one.described.sector in ("GOV", "MIL", "LEG", "SPY", "JUD", "OPP", "PTY", "COP", "REL")
            )
        if word in PLURAL:
            return one.plural or (not one.described.person and one.described.sector is not None)
        body = one.described.role_word is None or one.described.role_word in BODIES
        return body and not one.described.person and not one.plural

    def _antecedent(self, at: int) -> Actor:
        """What a relative pronoun stands for: the noun its clause hangs on."""
        tree = Tree.of(self.reading, at)
        for step in tree.up(at):
            if self.reading.tokens[step].label == "acl:relcl":
                head = self.reading.tokens[step].head
                return self.resolve(tuple(i for i in tree.phrase(head) if i != at))
        return NOBODY

    def _owner(self, actor: Actor, tokens: Tokens, words: list[str], speaker: Tokens | None) -> Actor:
        """The country of whoever the phrase belongs to: "his army", "our troops", "the country's president"."""
        lemmas = {self.reading.tokens[i].lemma.lower() for i in tokens}
        if words[0] in {"his", "her", "its", "their", "our", "my"} and lemmas.isdisjoint(OTHERS):
            owner = self._pronoun(tokens[0], words[0], speaker)
            return replace(actor, country=owner.country)
        return actor

    def _country_of_article(self) -> str | None:
        """The country most of the article's named places, people and bodies belong to, if it is most of them by far."""
        named = (found.entry.country for i, found in self.describer.at.items() if i == found.first)
        counts = Counter(code for code in named if code and code not in STATELESS)
        if not counts:
            return None
        (code, count), *_ = counts.most_common(1)
        return code if count >= 3 and count * 2 > counts.total() else None


def _heads(tree: Tree, head: int, name: Tokens) -> bool:
    """Whether *name* is what *head* is called, and does not stand behind a preposition inside its phrase."""
    for step in tree.up(name[0]) if name else ():
        if step == head:
            return True
        if step != head and tree.case(step) is not None:
            return False
    return True


def _filled(actor: Actor, other: Actor) -> Actor:
    """*actor* with its unknown parts taken from *other*."""
    sector = actor.sector if actor.sector != "UNK" else other.sector or "UNK"
    return Actor(
        actor.name or other.name, actor.country or other.country, sector or other.sector, actor.role or other.role
    )
