"""What a person types into a search box, understood; whatever is typed, it is never an error.

tanks bridge            both words, in any order
"the Karsa bridge"      these words in a row
tanks OR artillery      either
-exercise               and not this word; -"joint exercise" not these in a row
evacuat*                every word that begins so
"""

import re
from dataclasses import dataclass

from tocsin.desk.store.texts import clean, words_of

PART = re.compile(r'(?P<no>-(?=[\w"“”]))?(?:["“”](?P<phrase>[^"“”]*)(?:["“”]|$)|(?P<word>[^\s"“”]+))')
MOST = 32  # terms of one query; the rest is passed over
LONGEST = 100  # characters of a word


@dataclass(frozen=True, slots=True)
class Term:
    """Words in a row, folded. *prefix*: the last may go on."""

    words: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """One term of each group of *all*, and none of *none*."""

    all: tuple[tuple[Term, ...], ...] = ()
    none: tuple[Term, ...] = ()

    def fts5(self) -> str:
        """The query as FTS5 reads it; only for one that asks for something."""
        groups = " AND ".join(f"({' OR '.join(_fts5(term) for term in group)})" for group in self.all)
        if not self.none:
            return groups
        return f"({groups}) NOT ({' OR '.join(_fts5(term) for term in self.none)})"

    def tsquery(self, *, loosely: bool = False) -> str:
        """The query as PostgreSQL's to_tsquery reads it; the same holds. *loosely*: what is in a row need only be there."""
        groups = " & ".join(f"({' | '.join(_tsquery(term, loosely) for term in group)})" for group in self.all)
        none = [term for term in self.none if not (loosely and len(term.words) > 1)]
        return groups + "".join(f" & !{_tsquery(term)}" for term in none)

    @property
    def has_phrase(self) -> bool:
        """Whether words are to stand in a row somewhere."""
        return any(len(term.words) > 1 for term in [*self.none, *(term for group in self.all for term in group)])


def parsed(text: str) -> Query:
    """The query that *text* means; one that asks for nothing where it has no words to look for.

    >>> parsed('tanks "Karsa Bridge" -exercise').fts5()
    '(("tanks") AND ("karsa bridge")) NOT ("exercise")'
    >>> parsed("tanks OR artill* OR").tsquery()
    "('tanks' | 'artill':*)"
    >>> parsed('AND (" -').all
    ((Term(words=('and',), prefix=False),),)
    """
    groups: list[list[Term]] = []
    none: list[Term] = []
    joined = False
    for part in PART.finditer(clean(text)):
        if part["word"] == "OR":
            joined = bool(groups)
            continue
        phrase, word = part["phrase"], part["word"] or ""
        words = tuple(one[:LONGEST] for one in words_of(word if phrase is None else phrase).split())
        if not words or len(groups) + len(none) >= MOST:
            continue
        term = Term(words[:MOST], prefix=phrase is None and word.endswith("*") and not part["no"])
        if part["no"]:
            none.append(term)
        elif joined and len(groups[-1]) < MOST:
            groups[-1].append(term)
        else:
            groups.append([term])
        joined = False
    return Query(tuple(tuple(group) for group in groups), tuple(none))


def _fts5(term: Term) -> str:
    # Words hold letters and digits alone, so there is nothing to escape.
    return f'"{" ".join(term.words)}"' + (" *" if term.prefix else "")


def _tsquery(term: Term, loosely: bool = False) -> str:
    words = [f"'{word}'" for word in term.words]
    if term.prefix:
        words[-1] += ":*"
    return words[0] if len(words) == 1 else f"({(' & ' if loosely else ' <-> ').join(words)})"
