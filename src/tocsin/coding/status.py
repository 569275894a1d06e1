"""Whether an event happened, by its verb group: for triggers that only a codebook pattern saw."""

from tocsin.coding.tree import Tree
from tocsin.records import Reading, Status, Tokens

FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo"})
OPEN = frozenset({"may", "might", "could", "would", "can", "should"})
NEGATED = frozenset({"not", "n't", "n’t", "never", "no", "without"})
NOBODY = frozenset({"nobody", "none", "neither"})
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

PREPARED = frozenset({"prepare", "plan", "plot", "consider", "contemplate", "threaten", "rehearse", "weigh"})


def status_of(trigger: Tokens, reading: Reading) -> Status:
    """The status that the words around a trigger give it; actual when nothing speaks against it.

    "will march" is future, "did not march" negated, "may march" and "if they march" hypothetical, "agreed to march" future.
    Does not see that an event is long past (historical): that needs the whole text.
    """
    tree = Tree.of(reading, trigger[0])
    head = tree.head(trigger)
    words = _around(tree, head)
    if words & NEGATED or any(_nobody(tree, child) for child in tree.under(head)):
        return Status.NEGATED
    if words & IF:
        return Status.HYPOTHETICAL
    if words & FUTURE:
        return Status.FUTURE
    if words & OPEN:
        return Status.HYPOTHETICAL
    governor = reading.tokens[head].head
    if only_feared(trigger, reading):
        return Status.HYPOTHETICAL
    if only_planned(trigger, reading):
        return Status.FUTURE
    if (
        governor != head
        and tree.base(head) in ("xcomp", "advcl", "acl")
        and "to" in words
        and tree.lemma(governor) in AHEAD
    ):
        return Status.FUTURE
    return Status.ACTUAL


def only_feared(trigger: Tokens, reading: Reading) -> bool:
    """Whether only a sign, threat or risk of the event is told of: "signs of preparation", "signs that it prepares an attack"."""
    tree = Tree.of(reading, trigger[0])
    word = tree.head(trigger)
    for _ in range(3):
        governor = reading.tokens[word].head
        if governor == word or tree.base(word) not in ("nmod", "acl", "obj", "obl", "xcomp", "ccomp"):
            return False
        if tree.base(word) in ("nmod", "acl", "ccomp") and tree.lemma(governor) in UNSURE:
            return True
        word = governor
    return False


def only_planned(trigger: Tokens, reading: Reading) -> bool:
    """Whether the event is what somebody prepares or plans: "was preparing an attack"."""
    tree = Tree.of(reading, trigger[0])
    head = tree.head(trigger)
    return tree.base(head) == "obj" and tree.lemma(reading.tokens[head].head) in PREPARED


def _around(tree: Tree, head: int) -> set[str]:
    """Words and lemmas directly under *head*, and under the verb it is joined to when it has no subject or helper of its own."""
    tokens = tree.reading.tokens
    below = tree.under(head)
    first = tokens[head].head
    if tree.base(head) == "conj" and not any(tree.base(child) in ("nsubj", "aux") for child in below):
        below = [*below, *(child for child in tree.under(first) if tree.base(child) in ("aux", "advmod", "mark"))]
    return {tree.lemma(child) for child in below} | {tokens[child].text.lower() for child in below}


def _nobody(tree: Tree, child: int) -> bool:
    """Whether a subject is nobody: "no teachers", "nobody", "none"."""
    if tree.base(child) != "nsubj":
        return False
    return tree.lemma(child) in NOBODY or any(tree.lemma(word) == "no" for word in tree.under(child))
