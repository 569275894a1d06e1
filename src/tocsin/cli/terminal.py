"""A briefing on a terminal: calm, readable at 80 columns and at 160, plain where it is piped."""

from collections.abc import Iterable

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from tocsin.cli import sheet, words
from tocsin.records import Briefing, Claim, Event, Interest, Party, Position, Question, Skipped, Status

NAME, VERB, HEDGE, DIM, CODE = "bold", "cyan", "yellow", "dim", "dim"
STATUS = {
    Status.ACTUAL: "bold",
    Status.FUTURE: "blue",
    Status.HYPOTHETICAL: "yellow",
    Status.NEGATED: "red",
    Status.HISTORICAL: "dim",
}
SKIPPED_SHOWN = 12  # what was left out is a footnote: the rest is counted, and in --json


def show(briefing: Briefing, console: Console) -> None:
    """Print *briefing* on *console*; its width and its colours are the console's."""
    # Beyond 120 columns the eye loses the line on its way back.
    width = min(console.width, 120)
    with console.capture() as capture:
        console.print(Padding(Group(*page(briefing, width)), (1, 0)), width=width)
    text = capture.get()
    if not console.is_terminal:
        text = "\n".join(line.rstrip() for line in text.splitlines()) + "\n"
    console.file.write(text)


def page(briefing: Briefing, width: int) -> list[RenderableType]:
    """The briefing's sections for *width* columns, from headline to what was left out."""
    parts: list[RenderableType] = [Text(words.headline(briefing.article), NAME)]
    parts += [Text(line, DIM) for line in _fill(words.provenance(briefing.article), width)]
    if address := words.address(briefing.article):
        parts.append(Text(words.clean(address), DIM, overflow="fold"))
    parts += _section("Who says what", len(briefing.claims), _claims(briefing, width), "Nobody is quoted or reported.")
    events = [_event(event, briefing) for event in briefing.events]
    parts += _section("What happened", len(events), _spaced(events), "No political event is told.")
    camps = [_camps(both) for both in sheet.camps(briefing)]
    parts += _section("Who stands where", len(briefing.stances), _spaced(camps), "Nobody takes a side.")
    if briefing.interests:
        lines = [_interest(interest) for interest in briefing.interests]
        parts += _section("Interests named", len(lines), lines)
    if briefing.questions:
        lines = [_question(question, briefing) for question in briefing.questions]
        parts += _section("Left open", len(lines), lines)
    if skipped := words.left_out(briefing):
        parts += _section("Left out", len(skipped), _left_out(skipped))
    return parts


def _fill(pieces: list[str], width: int) -> list[str]:
    """*pieces* in lines of at most *width*, broken between pieces and not inside them."""
    lines = [""]
    for piece in pieces:
        joined = f"{lines[-1]} · {piece}" if lines[-1] else piece
        if len(joined) <= width or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(piece)
    return lines


def _section(title: str, count: int, lines: Iterable[RenderableType], empty: str = "") -> list[RenderableType]:
    heading = Text.assemble((title, NAME), (f"  {count}" if count else "", DIM))
    body = list(lines) or [Text(empty, DIM)]
    return [Text(""), heading, Rule(style=DIM), *(Padding(line, (0, 0, 0, 2)) for line in body)]


def _claims(briefing: Briefing, width: int) -> list[RenderableType]:
    lines: list[RenderableType] = []
    for speaker in sheet.speakers(briefing.claims):
        if lines:
            lines.append(Text(""))
        lines.append(_speaker(speaker.name))
        for level, claim in sheet.flat(speaker.sayings):
            if level:
                inner = Text.assemble(("└ ", DIM), _speaker(words.speaker(claim.source)))
                lines.append(Padding(inner, (0, 0, 0, 4 * level)))
            lines.append(Padding(_said(claim, width), (0, 0, 0, 2 + 4 * level)))
    return lines


def _speaker(name: str) -> Text:
    head, comma, rest = name.partition(", ")
    return Text.assemble((head, NAME), comma, rest)


def _said(claim: Claim, width: int) -> Table:
    wide = width >= 100
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    grid.add_column(width=9, no_wrap=True)
    grid.add_column(ratio=1)
    grid.add_column(width=25 if wide else 17, justify="right", no_wrap=True)
    # Three lines at 80 columns, two at 120: enough to know what is said, few enough to see who says it.
    content = words.said(claim, max(150, 2 * (width - 41)))
    how = f"{words.word('directness', claim.directness)}  {claim.score:.2f}"
    hedged = ("hedged", HEDGE) if claim.hedged else ""
    between = ("  " if wide else "\n") if claim.hedged else ""
    marks = Text.assemble(hedged, between, (how, DIM)) if wide else Text.assemble((how, DIM), between, hedged)
    grid.add_row(Text(words.word("act", claim.act), VERB), Text(content), marks)
    return grid


def _spaced(rows: list[Table]) -> list[RenderableType]:
    spaced: list[RenderableType] = []
    for row in rows:
        spaced += [row] if not spaced else [Text(""), row]
    return spaced


def _event(event: Event, briefing: Briefing) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    grid.add_column(width=10, no_wrap=True)
    grid.add_column(ratio=1)
    grid.add_column(width=14, justify="right", no_wrap=True)
    kind = Text.assemble((words.clean(event.type), VERB), (f"\n{words.clean(event.mode)}" if event.mode else "", DIM))
    dyad = _parties(event.actors) if event.actors else Text("somebody", DIM)
    if event.recipients:
        dyad = Text.assemble(dyad, (" → ", VERB), _parties(event.recipients))
    details = words.details(event, briefing)
    details.append(f"told by {words.teller(event, briefing)}")
    what = Text.assemble(dyad, ("\n" + " · ".join(details), DIM))
    status = Text.assemble((words.word("status", event.status), STATUS[event.status]), (f"\n{event.score:.2f}", DIM))
    grid.add_row(kind, what, status)
    return grid


def _parties(parties: Iterable[Party]) -> Text:
    return Text(", ").join(_party(party) for party in parties)


def _party(party: Party) -> Text:
    return Text.assemble((words.party(party), NAME), (f" {words.party_code(party)}" if party.country else "", CODE))


def _camps(both: sheet.Camps) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    grid.add_column(width=9, no_wrap=True)
    grid.add_column(ratio=1)
    grid.add_row(Text("on", DIM), _party(both.toward))
    for side, stances in ((Position.SUPPORT, both.support), (Position.OPPOSE, both.oppose)):
        if stances:
            mark, style = ("for", "green") if side is Position.SUPPORT else ("against", "red")
            holders = []
            for stance in stances:
                since = f" since {words.day(stance.since)}" if stance.since else ""
                holders.append(Text.assemble(_party(stance.holder), (since, DIM)))
            grid.add_row(Text(mark, style), Text(", ").join(holders))
    return grid


def _interest(interest: Interest) -> Text:
    conflict = (" · conflict of interest", HEDGE) if interest.conflict else ""
    matter = (f" · on {words.shorten(interest.matter, 80)}", DIM) if interest.matter else ""
    return Text.assemble(_party(interest.holder), ": ", words.shorten(interest.gain, 200), matter, conflict)


def _question(question: Question, briefing: Briefing) -> Text:
    by = next((claim for claim in briefing.claims if claim.id == question.claim), None)
    told = f"  left open by {words.short_speaker(by.source)}" if by else ""
    return Text.assemble(words.shorten(question.text, 240), (told, DIM))


def _left_out(skipped: list[Skipped]) -> list[RenderableType]:
    lines: list[RenderableType] = []
    for one in skipped[:SKIPPED_SHOWN]:
        what, why = words.shorten(one.what, 60) or "–", words.shorten(one.why, 100)
        lines.append(Text.assemble((what, DIM), f"  {why}", (f"  {words.clean(one.stage)}", DIM)))
    if len(skipped) > SKIPPED_SHOWN:
        lines.append(Text(f"and {len(skipped) - SKIPPED_SHOWN} more, all in --json", DIM))
    return lines
