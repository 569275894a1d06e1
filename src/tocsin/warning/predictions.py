"""Predictions, promises and threats that can be checked: who said what would be by when, and how surely."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from tocsin.records import Act, Briefing, Claim, How, Prediction, Report, Teller, TimeExpression, identity
from tocsin.warning.estimative import Wording, spoken

ACTS = frozenset({Act.PREDICT, Act.THREATEN, Act.PROMISE})
# Whoever promises or threatens without reserve says that it will be; so does "X predicts".
PLAIN = Wording("", 0.85, 0.93, 0.97)
RESERVED = Wording("", 0.30, 0.45, 0.55)
FARTHEST = timedelta(days=3653)
NEXT = timedelta(days=270)  # a month or day named without its year means none farther ahead


def predictions(briefings: Iterable[Briefing], reports: Iterable[Report]) -> Iterator[Prediction]:
    """Each claim of *briefings* that foretells something, oldest first; without a deadline where its words give none.

    *reports* tell who the speaker of each claim is; a claim that none of them rests on is passed over.
    """
    tellers: dict[tuple[str, str], Teller] = {}
    for report in reports:
        if report.claim is not None:
            tellers.setdefault((report.article, report.claim.id), report.chain[-1])
    for briefing in sorted(briefings, key=lambda one: (one.article.published or date.max, one.article.id)):
        article = briefing.article
        for claim in briefing.claims:
            teller = tellers.get((article.id, claim.id))
            if claim.act not in ACTS or article.published is None or teller is None:
                continue
            deadline, words = _deadline(claim, briefing.times, article.published)
            sure = spoken(claim.content.text) or (RESERVED if claim.hedged else PLAIN)
            yield Prediction(
                id=identity("prediction", article.id, claim.id),
                speaker=teller.name,
                source=teller.id,
                act=claim.act,
                content=" ".join(claim.content.text.split()),
                said=article.published,
                deadline=deadline,
                deadline_words=words,
                probability=sure.middle,
                low=sure.low,
                high=sure.high,
                wording=sure.phrase or None,
                article=article.id,
                outlet=article.outlet,
                url=article.url,
            )


def _deadline(claim: Claim, times: Iterable[TimeExpression], said: date) -> tuple[date | None, str | None]:
    """The last day named within what is said that is still to come when it is said."""
    found: list[tuple[date, str]] = []
    for expression in times:
        if not any(
            span.start <= expression.span.start and expression.span.end <= span.end for span in claim.content.spans
        ):
            continue
        for when in (expression.ahead, expression.when, expression.anchor):
            end = when.end if when is not None else None
            if when is None or end is None or not said < end <= said + FARTHEST:
                continue
            # "Before the end of June", told in July, is last June retold and not the next.
            if when.how is How.STATED or end <= said + NEXT:
                found.append((end, when.text or ""))
                break
    return max(found, default=(None, None))
