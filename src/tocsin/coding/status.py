"""Whether an event happened, by its verb group: for triggers that only a codebook pattern saw."""

from tocsin.coding.tree import Tree
from tocsin.records import Reading, Status, Tokens

FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo"})
OPEN = frozenset({"may", "might", "could", "would", "can", "should"})
NEGATED = frozenset({"not", "n't", "n’t", "never", "no", "without"})
IF = frozenset({"if", "whether", "unless"})
AHEAD = frozenset(
    {
        "plan",
        "intend",
        "promise",
        "vow",
        "pledge",
        "threaten",
        "prepare",
        "agree",
        "decide",
        "order",
        "want",
        "seek",
        "urge",
        "ask",
        "call",
    }
)

UNSURE = frozenset(
    {
        "sign",
        "threat",
        "possibility",
        "risk",
        "fear",
        "prospect",
        "option",
        "danger",
        "chance",
        "rumour",
        "rumor",
        "signal",
    }
)


def status_of(trigger: Tokens, reading: Reading) -> Status:
    """The status that the words around a trigger give it; actual when nothing speaks against it.

    "will march" is future, "did not march" negated, "may march" and "if they march" hypothetical, "agreed to march" future.
    Does not see that an event is long past (historical): that needs the whole text.
    """
    tree = Tree.of(reading, trigger[0])
    head = tree.head(trigger)
    words = {tree.lemma(child) for child in tree.under(head)} | {
        reading.tokens[i].text.lower() for i in tree.under(head)
    }
    if words & NEGATED:
        return Status.NEGATED
    if words & IF:
        return Status.HYPOTHETICAL
    if words & FUTURE:
        return Status.FUTURE
    if words & OPEN:
        return Status.HYPOTHETICAL
    governor = reading.tokens[head].head
    if governor != head and tree.base(head) in ("nmod", "acl") and tree.lemma(governor) in UNSURE:
        return Status.HYPOTHETICAL
    if (
        governor != head
        and tree.base(head) in ("xcomp", "advcl", "acl")
        and "to" in words
        and tree.lemma(governor) in AHEAD
    ):
        return Status.FUTURE
    return Status.ACTUAL
