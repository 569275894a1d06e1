"""A noun phrase taken apart: whose name it gives, with what office, of which country, in which sector."""

from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.codebook.actorbook import ActorBook, Entry, EntryKind, Found
from tocsin.coding.tree import Tree
from tocsin.records import Kind, Reading, Tokens

PLACES = frozenset(
    {EntryKind.COUNTRY, EntryKind.DEMONYM, EntryKind.CAPITAL, EntryKind.SEAT, EntryKind.CITY, EntryKind.REGION}
)
PARTICLES = frozenset(
    {"al", "el", "bin", "ibn", "abu", "de", "da", "dos", "van", "von", "der", "den", "la", "le", "du", "-", "di", "ben"}
)
# Prepositions after which a place says whose the head is ("president of Mexico"), and those after which it may ("rebels in Syria").
OWNED, STAYING = frozenset({"of", "'s", "’s"}), frozenset({"in", "from", "at", "inside"})
PASSED_OVER = frozenset(
    {"the", "a", "an", "south", "north", "east", "west", "southern", "northern", "eastern", "western", "central"}
)
TAIL = frozenset({",", "(", ")", "–", "—", "-", "”", "“", '"', "'", "’", ".", "the", "a", "an", "as"})


@dataclass(frozen=True, slots=True)
class Described:
    """What a phrase itself says; None where it says nothing."""

    name: str | None = None
    name_tokens: Tokens = ()
    role: str | None = None
    role_word: str | None = None  # the head noun of the role, as a lemma: "minister"
    country: str | None = None
    sector: str | None = None
    entry: Entry | None = None  # the body or person of the codebook that the phrase names
    former: bool = False
    person: bool = False


class Describer:
    """Takes phrases of one reading apart, the codebook's finds of every sentence looked up once."""

    def __init__(self, reading: Reading, book: ActorBook) -> None:
        self.reading = reading
        self.book = book
        self.at: dict[int, Found] = {}
        for sentence in reading.sentences:
            words = [token.text for token in reading.tokens[sentence.first : sentence.last]]
            for found in book.find(words):
                moved = Found(found.first + sentence.first, found.last + sentence.first, found.entry)
                self.at.update(dict.fromkeys(range(moved.first, moved.last), moved))
        self.kinds = {i: mention.kind for mention in reading.mentions for i in mention.tokens}

    def describe(self, phrase: Tokens) -> Described:
        """What *phrase* says of whom it means."""
        reading = self.reading
        core = self._core(phrase)
        words = [reading.tokens[i].text for i in core]
        finds = list(dict.fromkeys(self.at[i] for i in core if i in self.at))
        role = self.book.role([reading.tokens[i].lemma.lower() for i in core]) or self.book.role(words)
        if role is not None and (inside := self.at.get(core[role[1]])) and inside.entry.kind is not EntryKind.DEMONYM:
            # "Foreign Intelligence Service": the role word is part of a body's name, the body says more.
            role = self._other_role(core, inside) or None
        name = self._name(core, finds, role)
        people = [f for f in finds if f.entry.kind is EntryKind.PERSON]
        bodies = [f for f in finds if f.entry.kind is EntryKind.ORGANISATION]
        head = core[role[2] - 1] if role else (name[-1] if name else Tree.of(reading, core[0]).head(core))
        country = self._country(core, head, finds, name)
        sector = role[0] if role else None
        body = next((f for f in bodies if f.first <= head < f.last), None) or (
            bodies[0] if bodies and (role or (len(bodies) == 1 and head not in self.at)) else None
        )
        if sector is None and body is not None:
            sector = body.entry.sector
        elif (
            body is not None
            and body.entry.sector
            and sector in ("GOV", "UNK", None)
            and self._belongs(core, head, body)
        ):
            sector = (
                body.entry.sector
            )  # "the director of the SVR" is of the secret service, "spokesman of the army" of the army
        if sector is None and not bodies:
            seat = next(
                (f for f in finds if f.entry.kind in (EntryKind.CAPITAL, EntryKind.SEAT) and f.first <= head < f.last),
                None,
            )
            sector = seat.entry.sector or "GOV" if seat else None
        if country is None:
            country = self.book.nonstate([w.lower() for w in words])
        named = " ".join(reading.tokens[i].text for i in name) if name else None
        if named is None and body is not None and not role:
            named = body.entry.name
        elif named is None and not role and not bodies and (state := self._state(head)) is not None:
            named = state
        return Described(
            name=_joined(named),
            name_tokens=name,
            role=self._role_text(core, name, role),
            role_word=reading.tokens[core[role[2] - 1]].lemma.lower() if role else None,
            country=country,
            sector=sector,
            entry=people[0].entry if people else (body.entry if body else None),
            former=self.book.former([w.lower() for w in words]),
            person=bool(people) or bool(name and (role or self.kinds.get(name[-1]) is Kind.PERSON)),
        )

    def _core(self, phrase: Tokens) -> Tokens:
        """The phrase without a relative clause, and without what somebody calls or makes of them: "Gallo as president"."""
        for place, i in enumerate(phrase):
            token = self.reading.tokens[i]
            if place and token.text.lower() == "as" and token.upos in ("ADP", "SCONJ"):
                return phrase[:place]
            if place and token.text.lower() in ("who", "which", "whom", "whose") and token.upos in ("PRON", "DET"):
                return phrase[:place]
        return phrase

    def _other_role(self, core: Tokens, inside: Found) -> tuple[str, int, int] | None:
        before = [self.reading.tokens[i].lemma.lower() for i in core if i < inside.first]
        after = [self.reading.tokens[i].lemma.lower() for i in core if i >= inside.last]
        if before and (role := self.book.role(before)):
            return role
        if after and (role := self.book.role(after)):
            shift = len(core) - len(after)
            return role[0], role[1] + shift, role[2] + shift
        return None

    def _name(self, core: Tokens, finds: Sequence[Found], role: tuple[str, int, int] | None) -> Tokens:
        """The tokens of a personal name in the phrase, without titles."""
        person = next((f for f in finds if f.entry.kind is EntryKind.PERSON), None)
        if person is not None:
            return tuple(i for i in core if person.first <= i < person.last)
        roles = set(core[role[1] : role[2]]) if role else set()
        runs: list[list[int]] = []
        for i in core:
            token = self.reading.tokens[i]
            capital = (
                token.text[:1].isupper()
                and token.upos in ("PROPN", "NOUN", "ADJ", "X", "VERB")
                and any(c.islower() for c in token.text + "a")
            )
            taken = i in roles or (i in self.at and not self._within_name(i))
            if not taken and (capital or (runs and runs[-1][-1] == i - 1 and token.text.lower() in PARTICLES)):
                if runs and runs[-1][-1] == i - 1:
                    runs[-1].append(i)
                else:
                    runs.append([i])
        runs = [run for run in (self._bare(run) for run in runs) if run]
        people = [run for run in runs if self.kinds.get(run[-1]) is Kind.PERSON]
        if people:
            return tuple(people[0])
        if role and runs:
            after = [
                run
                for run in runs
                if run[0] >= core[role[2] - 1] and all(self.kinds.get(i) is not Kind.PLACE for i in run)
            ]
            joined = [
                run for run in after if run[0] - core[role[2] - 1] <= 2 or self.reading.tokens[run[0] - 1].text == ")"
            ]
            return tuple(joined[0]) if joined else ()
        return ()

    def _within_name(self, i: int) -> bool:
        """Whether a place name is part of a person's ("Jordan" in "Michael Jordan")."""
        found = self.at[i]
        if (
            found.entry.kind not in (EntryKind.CITY, EntryKind.REGION, EntryKind.COUNTRY)
            or found.last - found.first > 1
        ):
            return False
        return (
            self.kinds.get(i) is Kind.PERSON
            and i > 0
            and self.kinds.get(i - 1) is Kind.PERSON
            and (i - 1) not in self.at
        )

    def _bare(self, run: list[int]) -> list[int]:
        """A run of capitals without role words and particles at its ends ("Foreign Minister Jan Kos" -> "Jan Kos")."""
        while run and (
            self.book.role([self.reading.tokens[run[0]].lemma.lower()])
            or (self.reading.tokens[run[0]].text.endswith(".") and len(self.reading.tokens[run[0]].text) > 2)
        ):
            run = run[1:]
        while run and self.reading.tokens[run[-1]].text.lower() in PARTICLES:
            run = run[:-1]
        return run

    def _country(self, core: Tokens, head: int, finds: Sequence[Found], name: Tokens) -> str | None:
        """The country of the phrase's head: of the word itself, before it, owned by it, or where it stays."""
        ranked: list[tuple[int, int, str]] = []
        people = {EntryKind.DEMONYM, EntryKind.ORGANISATION}
        for found in finds:
            code = found.entry.country
            if code is None or (found.entry.kind is EntryKind.PERSON and len(finds) > 1):
                continue
            led = found.last < len(self.reading.tokens) and self.reading.tokens[found.last].text == "-"
            before = self._word_before(core, found.first)
            nation = found.entry.kind in (EntryKind.COUNTRY, EntryKind.DEMONYM)
            owned = self.at.get(self._after(found))
            national = nation and owned is not None and owned.entry.kind is EntryKind.ORGANISATION
            if led:  # "Saudi-led", "Israeli-occupied": whose it is not
                rank = 5
            elif national and owned is not None and owned.first <= head < owned.last:
                rank = (
                    -1
                )  # "Argentina's CGT", "the Belarusian KGB": the words say more than the book's home of the body
            elif found.first <= head < found.last:
                # "Ethnic Albanians in Serbia" are Serbia's people before they are Albania's.
                rank = 3 if found.entry.kind is EntryKind.DEMONYM and not name else 0
            elif found.first < head:
                rank = 4 if before in ("to", "with", "against", "for", "on") else 1
            elif before in OWNED or before in STAYING:
                rank = 2
            elif before in ("(", ","):
                rank = 3
            else:
                rank = 4 if found.entry.kind in people and before not in ("on", "to", "with", "against", "near") else 6
            ranked.append((rank, abs(head - found.first), code))
        if not ranked:
            return None
        rank, _, code = min(ranked)
        return code if rank < 5 or (rank == 5 and not name) else None

    def _after(self, found: Found) -> int:
        """The token after *found*, a possessive passed over."""
        tokens = self.reading.tokens
        return found.last + (found.last < len(tokens) and tokens[found.last].text in ("'s", "’s", "’", "'"))

    def _word_before(self, core: Tokens, first: int) -> str:
        """The word before *first* in the phrase, an article passed over."""
        for i in (first - 1, first - 2):
            if i < core[0]:
                break
            if (word := self.reading.tokens[i].text.lower()) not in PASSED_OVER:
                return word
        return ""

    def _belongs(self, core: Tokens, head: int, body: Found) -> bool:
        between = [
            self.reading.tokens[i].text.lower() for i in core if min(head, body.first) < i < max(head, body.first)
        ]
        return body.first < head or any(word in ("of", "for", "at") for word in between)

    def _state(self, head: int) -> str | None:
        found = self.at.get(head)
        if found is None or found.entry.kind is not EntryKind.COUNTRY:
            return None
        return found.entry.name

    def _role_text(self, core: Tokens, name: Tokens, role: tuple[str, int, int] | None) -> str | None:
        """The descriptor as written, without name, article and marks at its ends."""
        if role is None:
            return None
        pieces: list[list[int]] = [[]]
        for i in core:
            if i in name:
                pieces.append([])
            else:
                pieces[-1].append(i)
        anchor = core[role[1]]
        piece = next((p for p in pieces if anchor in p), [])
        commas = [n for n, i in enumerate(piece) if i < anchor and self.reading.tokens[i].text == ","]
        piece = piece[commas[-1] + 1 :] if commas else piece  # what stands before a comma is another's descriptor
        while piece and self.reading.tokens[piece[0]].text.lower() in TAIL:
            piece = piece[1:]
        while piece and (
            self.reading.tokens[piece[-1]].text.lower() in TAIL - {")"}
            or self.reading.tokens[piece[-1]].text in ("'s", "’s")
        ):
            piece = piece[:-1]
        if not piece:
            return None
        return self.reading.text[self.reading.tokens[piece[0]].span.start : self.reading.tokens[piece[-1]].span.end]


def _joined(name: str | None) -> str | None:
    """A name of tokens as it is written: "al - Assad" is "al-Assad"."""
    return name.replace(" - ", "-").replace(" 's", "'s").replace(" ’s", "’s") if name else None
