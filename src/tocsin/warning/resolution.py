"""How a question ended, and what that says of those who told of its signs."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from tocsin.errors import ProblemError
from tocsin.records import Answer, Problem, Resolution
from tocsin.warning.evidence import log_likelihood
from tocsin.warning.forecast import Watch
from tocsin.warning.probability import expit, logit
from tocsin.warning.signs import Seen, leaning


def resolved(
    problem: Problem,
    answer: str,
    *,
    by: str,
    reference: str,
    on: date | None,
    today: date,
    signs: Iterable[str] = (),
    note: str | None = None,
) -> Resolution:
    """The resolution of *problem*, checked against what the problem itself promised.

    Raises ProblemError when the answer is none, comes too early, or has no day or reference.
    """
    if answer not in {one.value for one in Answer}:
        raise ProblemError(f"{answer!r} is no answer: yes, no or void")
    found = Answer(answer)
    if not reference.strip():
        raise ProblemError("a resolution needs a reference: where the resolver says so")
    if not by.strip() or "tocsin" in by.casefold():
        raise ProblemError(f"--by wants the resolver that the problem names ({problem.resolver.name}), never Tocsin")
    if found is Answer.YES and on is None:
        raise ProblemError("yes needs the day on which it came true: --on YYYY-MM-DD")
    day = on or problem.deadline
    if found is Answer.YES and not problem.opened <= day <= problem.deadline:
        raise ProblemError(
            f"{day} is not between {problem.opened} and {problem.deadline}; yes outside these days is no"
        )
    if found is Answer.NO and (today < problem.deadline or day < problem.deadline):
        raise ProblemError(f"it can still come true until {problem.deadline}: no can be said from then on")
    return Resolution(problem.id, found, by.strip(), day, reference.strip(), tuple(_signs(problem, signs)), note)


def told(watch: Watch) -> Iterator[dict[str, Any]]:
    """Each source that told of a sign, with what all the others told of it: ln L without that source.

    When the question is resolved, this says how probable it is that the sign was so: see `proved`.
    """
    for indicator in watch.problem.indicators:
        tellers: dict[str, Seen] = {}
        for one in watch.told.get(indicator.id, ()):
            best = tellers.get(one.teller.kept_as)
            if not one.denies and (best is None or one.nats > best.nats):
                tellers[one.teller.kept_as] = one
        for source, first in sorted(tellers.items()):
            others = [one for one in watch.told[indicator.id] if one.teller.kept_as != source]
            yield {
                "source": source,
                "topic": watch.problem.topic,
                "indicator": indicator.id,
                "others": log_likelihood(others),
                "leaning": leaning(first.report, indicator, watch.problem.interests).value,
            }


def proved(others: float, seen_if: float) -> float:
    """The probability that a sign was so, from what others told (ln L) and its share among questions that ended like this one.

    The source's own word is left out: nobody confirms himself.

    >>> proved(0.0, 0.3), round(proved(2.5, 0.3), 2)
    (0.3, 0.84)
    """
    return expit(others + logit(seen_if))


def _signs(problem: Problem, given: Iterable[str]) -> Sequence[tuple[str, bool]]:
    known = [indicator.id for indicator in problem.indicators]
    found = []
    for text in given:
        name, _, value = text.partition("=")
        if name not in known or value not in ("yes", "no"):
            raise ProblemError(f"--sign {text!r} is not ID=yes or ID=no, with ID one of {', '.join(known)}")
        found.append((name, value == "yes"))
    return found
