"""Which event of a sentence is told for its own sake, and which only within another."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tocsin.coding.tree import Tree, tokens_in
from tocsin.records import Event, Reading


def within(events: Iterable[Event], reading: Reading) -> Iterator[Event]:
    """*events*, each with the event in whose clause it stands.

    What is demanded, refused, protested against or avenged is told within the demand, the refusal, the protest, the revenge: in "blocked
    roads to demand elections" the demand is part of the protest. What is joined on by "and" stands for itself.
    Source: the coding rule of CAMEO and PLOVER that a record is made of a sentence's main clauses, one for each.
    """
    events = list(events)
    tokens = {event.id: tokens_in(reading, event.trigger.spans) for event in events}
    owners = {token: event.id for event in events for token in tokens[event.id]}
    for event in events:
        tree = Tree.of(reading, tokens[event.id][0])
        yield replace(event, within=_above(tree, tree.head(tokens[event.id]), owners, event.id))


def _above(tree: Tree, token: int, owners: dict[int, str], own: str) -> str | None:
    """The nearest event over *token* that does not merely stand beside it."""
    beside = False
    for place in tree.up(token):
        owner = owners.get(place)
        if owner is not None and owner != own and not beside:
            return owner
        # Joined by "and" to what comes next on the way up: that one stands beside, and so does whatever it is part of not.
        beside = tree.base(place) == "conj"
    return None
