"""When an event happened: the time expression that goes with its verb, else the article's own day."""

from collections.abc import Sequence
from datetime import date, timedelta

from tocsin.coding.tree import Tree
from tocsin.records import Article, How, Reading, TimeExpression, Tokens, When

YEAR = timedelta(days=365)
# Attachments of a time to a verb or to an event's noun ("the January vote", "Thursday's protest").
_OF_NOUN = frozenset({"nmod", "compound", "amod", "nummod", "acl", "flat", "appos", "dep"})
_WITHIN = frozenset({"obl", "nmod", "advmod", "obj", "dep", "nsubj", "appos", "flat", "parataxis", "iobj"})
_HEADING = frozenset({"go", "plan", "be", "expect", "due", "set", "intend", "schedule", "prepare"})
_AHEAD = frozenset({"will", "shall", "'ll", "’ll", "wo", "would"})


def today_of(article: Article, expressions: Sequence[TimeExpression]) -> date | None:
    """The day the article speaks on: its publication, its dateline, else the latest day it names in full; None without any."""
    if article.published is not None:
        return article.published
    if article.dateline is not None and article.dateline.day is not None:
        return article.dateline.day
    named = [one.when.end for one in expressions if one.when.how is How.STATED and one.when.end is not None]
    return max(named, default=None)


def long_past(when: When | None, today: date | None) -> bool:
    """Whether *when* was said and lies about a year or more back: such an event is told as background.

    Source: the corpus guidelines, "historical (background more than about a year before the article)".
    """
    if when is None or when.end is None or today is None or when.how in (How.PUBLISHED, How.DATELINE):
        return False
    return when.end < today - YEAR


def when_of(
    trigger: Tokens,
    reading: Reading,
    expressions: Sequence[TimeExpression],
    article: Article,
    *,
    future: bool | None = None,
) -> When | None:
    """When the event named by *trigger* happened or is to happen, with how that is known.

    In this order: a time governed by the trigger; "since January 23 when ..." before the trigger's clause; a time in
    the trigger's clause; a time of the clause it is joined to or depends on without a subject of its own ("On Thursday
    troops opened fire, killing 12"); the sentence's only time, unless it belongs to another clause; the dateline; the
    publication day. None only when the article has no day at all. *future* says that the event is still to come; None
    leaves it to the words ("will", "is to").

    A time beside a verb of saying is when it was said, not when what is told happened.
    """
    tree = Tree.of(reading, trigger[0])
    head = tree.head(trigger)
    placed = []
    for expression in expressions:
        tokens = tuple(
            index
            for index in range(tree.sentence.first, tree.sentence.last)
            if expression.span.overlaps(reading.tokens[index].span)
        )
        if tokens and not set(tokens) & set(trigger):
            placed.append((expression, tokens))
    found = _stated(tree, head, trigger, placed)
    if found is not None:
        expression, exact = found
        if exact and expression.anchor is not None:
            return expression.anchor
        if expression.ahead is not None and (_ahead(tree, head) if future is None else future):
            return expression.ahead
        return expression.when
    if article.dateline is not None and article.dateline.day is not None:
        return When(article.dateline.day, article.dateline.day, How.DATELINE)
    if article.published is not None:
        return When(article.published, article.published, How.PUBLISHED)
    return None


def _stated(
    tree: Tree, head: int, trigger: Tokens, placed: list[tuple[TimeExpression, Tokens]]
) -> tuple[TimeExpression, bool] | None:
    """The expression that dates the trigger, and whether it names the moment itself ("since X when it happened")."""
    tokens_of = tree.reading.tokens
    clause = tree.clause(head)
    ranked: list[tuple[int, int, TimeExpression, bool]] = []
    for expression, tokens in placed:
        top = tree.head(tokens)
        governor = tokens_of[top].head
        distance = min(abs(top - token) for token in trigger)
        following = tokens[-1] + 1
        if following < tree.sentence.last and tokens_of[following].text.lower() == ",":
            following += 1
        opened = following < tree.sentence.last and tokens_of[following].text.lower() in ("when", "as")
        if opened and head > following and tree.clause(following) == clause and clause > following:
            ranked.append((0, distance, expression, True))
        elif governor in trigger and top not in trigger:
            ranked.append((0, distance, expression, False))
        elif opened and head > following:
            # The parser gave "when" elsewhere; still what follows it is not told of by another time of the main clause.
            if not any(tree.verbal(other) for other in range(following + 1, head) if other not in trigger):
                ranked.append((1, distance, expression, True))
        elif (rank := _rank(tree, head, clause, top)) is not None:
            ranked.append((rank, distance, expression, False))
    if not ranked:
        return None
    best = min(ranked, key=lambda one: one[:2])
    # The loosest rank is only trusted when there is nothing to choose from.
    return None if best[0] >= 5 and len(placed) > 1 else best[2:]


def _rank(tree: Tree, head: int, clause: int, top: int) -> int | None:
    """How closely the time headed by *top* goes with the trigger, 2 the closest; None when it belongs elsewhere."""
    token = tree.reading.tokens[top]
    governor, own = token.head, tree.clause(top) if tree.base(top) not in ("advcl", "acl") else tree.clause(token.head)
    if _said(tree, own, head):
        return None
    noun = not tree.verbal(governor) and governor != top
    # "Thursday's attack was condemned": the time is the attack's, whatever else the clause tells.
    if noun and governor not in (head, clause) and token.label in ("nmod:poss", "compound", "amod", "nummod"):
        return None
    if own == clause:
        if governor in (head, clause):
            return 2
        return 3 if not noun or tree.case(top) or tree.base(top) in ("obl", "nmod", "advmod") else 4
    if own in _shared(tree, clause):
        return 4 if not noun or governor == own else 5
    if tree.verbal(own) and own != clause:
        return None
    return 5


def _shared(tree: Tree, clause: int) -> set[int]:
    """Clauses whose time is also that of *clause*: what it is joined to, and what it depends on without own subject."""
    shared: set[int] = set()
    for token in tree.up(clause):
        label = tree.reading.tokens[token].label
        own_subject = any(tree.base(child) == "nsubj" for child in tree.under(token))
        if label == "xcomp" or label == "conj" or (label in ("advcl", "acl") and not own_subject):
            shared.add(tree.clause(tree.reading.tokens[token].head))
            continue
        break
    for child in tree.under(clause):
        if tree.base(child) in ("xcomp",):
            shared.add(child)
    return shared - {clause}


def _said(tree: Tree, own: int, head: int) -> bool:
    """Whether *own* is the verb by which somebody tells of the trigger: "said on Thursday that ..."."""
    return any(
        own in attribution.cue and head in attribution.content and head not in attribution.cue
        for attribution in tree.reading.attributions
    )


def _ahead(tree: Tree, head: int) -> bool:
    """Whether the trigger is told as still to come: "will", "is to", "is going to", "plans to"."""
    for token in tree.up(head):
        children = tree.under(token)
        if any(tree.reading.tokens[child].text.lower() in _AHEAD for child in children):
            return True
        finite = any(tree.base(child) in ("aux", "cop") for child in children)
        infinitive = any(tree.lemma(child) == "to" and tree.base(child) == "mark" for child in children)
        label = tree.reading.tokens[token].label
        governor = tree.reading.tokens[token].head
        if infinitive and tree.lemma(governor) in _HEADING:
            return True
        if label != "xcomp" and (finite or tree.base(token) in ("ccomp", "acl", "advcl", "parataxis", "root", "conj")):
            return False
    return False
