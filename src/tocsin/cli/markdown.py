"""A briefing as Markdown: for notes, tickets and mail."""

import re
from collections.abc import Iterable
from urllib.parse import quote

from tocsin.cli import sheet, words
from tocsin.records import Briefing, Event, Party

# All that CommonMark and its common extensions could read as markup, HTML and entities included.
SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&$!]|^[-+=](?=\s|$)|^\d+(?=[.)]))", re.MULTILINE)
IN_ADDRESS = "%:/?#[]@!$&'()*+,;=~"  # may stand in an address as they are; "<" and ">" may not
ADDRESS = re.compile(r"\b(https?|ftp|www)([:.])", re.IGNORECASE)


def render(briefing: Briefing) -> str:
    """The briefing's sections as on the terminal, nothing shortened; the article's own text is not in it."""
    article = briefing.article
    lines = [f"# {plain(words.headline(article))}", "", plain(" · ".join(words.provenance(article)))]
    if address := words.address(article):
        lines += ["", f"<{quote(address, safe=IN_ADDRESS)}>"]
    lines += _section("Who says what", _claims(briefing), "Nobody is quoted or reported.")
    lines += _section(
        "What happened", [_event(event, briefing) for event in briefing.events], "No political event is told."
    )
    lines += _section("Who stands where", _camps(briefing), "Nobody takes a side.")
    if briefing.interests:
        lines += _section("Interests named", _interests(briefing))
    if briefing.questions:
        lines += _section("Left open", [f"- {plain(words.clean(question.text))}" for question in briefing.questions])
    if skipped := words.left_out(briefing):
        entries = [
            f"- “{plain(words.shorten(one.what, 160))}”: {plain(one.why)} ({plain(one.stage)})" for one in skipped
        ]
        lines += _section("Left out", entries)
    return "\n".join(lines) + "\n"


def plain(text: str) -> str:
    r"""*text* on one line, such that Markdown shows it and does nothing else with it.

    >>> print(plain("*Odell* <b>said</b> [no](http://lorusk.example)"))
    \*Odell\* \<b\>said\</b\> \[no\](http\://lorusk.example)
    """
    # An address in running text would become a link; its colon, or the dot after www, is taken out of its hands.
    return ADDRESS.sub(r"\1\\\2", SPECIAL.sub(r"\\\1", words.clean(text)))


def _section(title: str, lines: Iterable[str], empty: str = "") -> list[str]:
    return ["", f"## {title}", "", *(list(lines) or [f"*{empty}*"])]


def _claims(briefing: Briefing) -> list[str]:
    lines: list[str] = []
    for speaker in sheet.speakers(briefing.claims):
        lines.append(f"- **{plain(speaker.name)}**")
        for level, claim in sheet.flat(speaker.sayings):
            who = f"**{plain(words.speaker(claim.source))}** " if level else ""
            marks = [
                words.word("directness", claim.directness),
                *(["hedged"] if claim.hedged else []),
                f"{claim.score:.2f}",
            ]
            act, said = words.word("act", claim.act), plain(words.said(claim))
            lines.append(f"{'  ' * (level + 1)}- {who}{act}: {said} *({', '.join(marks)})*")
    return lines


def _event(event: Event, briefing: Briefing) -> str:
    kind = f"**{plain(event.type)}**" + (f" {plain(event.mode)}" if event.mode else "")
    dyad = _parties(event.actors) or "somebody"
    if event.recipients:
        dyad += f" → {_parties(event.recipients)}"
    details = [plain(detail) for detail in words.details(event, briefing)]
    details.append(f"told by {plain(words.teller(event, briefing))}")
    return f"- {kind}: {dyad}, *{words.word('status', event.status)}* ({event.score:.2f})\\\n  {' · '.join(details)}"


def _camps(briefing: Briefing) -> list[str]:
    lines: list[str] = []
    for both in sheet.camps(briefing):
        lines.append(f"- **{_party(both.toward)}**")
        for side, stances in (("for", both.support), ("against", both.oppose)):
            if stances:
                since = (f" since {words.day(one.since)}" if one.since else "" for one in stances)
                held = [_party(one.holder) + when for one, when in zip(stances, since, strict=True)]
                lines.append(f"  - {side}: {', '.join(held)}")
    return lines


def _interests(briefing: Briefing) -> list[str]:
    lines = []
    for interest in briefing.interests:
        matter = f", on {plain(interest.matter)}" if interest.matter else ""
        conflict = " *(conflict of interest)*" if interest.conflict else ""
        lines.append(f"- **{_party(interest.holder)}**: {plain(interest.gain)}{matter}{conflict}")
    return lines


def _parties(parties: Iterable[Party]) -> str:
    return ", ".join(_party(party) for party in parties)


def _party(party: Party) -> str:
    return plain(words.party(party)) + (f" ({plain(words.party_code(party))})" if party.country else "")
