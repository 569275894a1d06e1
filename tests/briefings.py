"""Briefings made by hand, of an invented crisis: no state, person or body in them is real."""

from dataclasses import replace
from datetime import date

from tocsin.records import (
    Act,
    Actor,
    Article,
    Briefing,
    Claim,
    Dateline,
    Directness,
    Event,
    Figures,
    How,
    Interest,
    Party,
    Passage,
    Position,
    Question,
    Skipped,
    Source,
    Span,
    Stance,
    Status,
    Trace,
    When,
    Where,
    identity,
)

TEXT = """LORUSK CITY, March 21 (LNA) – Averna is preparing a military operation against Lorusk, but only time will tell whether it will dare, according to the director of the State Watch, Ivo Maro.

“The Marble House tells its friends that we are the danger, and at the same time it moves its tanks to the Karsa bridge,” Maro told reporters on Thursday.

Averna's prime minister, Ada Odell, denied it. “Nobody here wants a war,” she said, while the port of Portavel “may have to close”.

Lorusk has accused Odell of stealing the vote of March 2 and expelled four diplomats.

Tessary and Orun recognised the opposition leader, Teo Gallo, as president-elect; Belarno and Old Karsa said that they stood by Odell.

Twelve people were killed and 30 hurt when police fired on a march in Portavel on March 5, the Red Lantern, a relief group, reported.

Lorusk Gas, which owns the pipeline, earns more whenever the port is shut – “a plain conflict of interest”, as the «Meridian Dispatch» put it. <b>“قال أودل إن الحكومة ستبقى”</b> & more."""  # noqa: E501

MODEL = Trace(model="reader 0.1.0", codebook="0.1.0")
RULE = Trace(rule="open-question/time-will-tell", codebook="0.1.0", notes=("speaker from “according to”",))


def spans(*pieces: str, after: str = "", text: str = TEXT) -> tuple[Span, ...]:
    """Where each of *pieces* stands in *text*, the first at or after the words *after*."""
    found: list[Span] = []
    start = text.index(after)
    for piece in pieces:
        start = text.index(piece, start)
        found.append(Span(start, start + len(piece)))
        start += len(piece)
    return tuple(found)


def passage(*pieces: str, after: str = "") -> Passage:
    return Passage.of(TEXT, spans(*pieces, after=after)) if pieces else Passage("", ())


def source(words: str, actor: Actor | None, after: str = "") -> Source:
    return Source(words, spans(words, after=after), actor)


def party(
    words: str, name: str | None = None, country: str | None = None, sector: str | None = None, after: str = ""
) -> Party:
    return Party(words, spans(words, after=after), name, country, sector)


def claim(
    source: Source,
    cue: Passage,
    content: Passage,
    act: Act,
    *,
    directness: Directness,
    hedged: bool = False,
    parent: Claim | None = None,
    score: float = 0.93,
    trace: Trace = MODEL,
) -> Claim:
    depth = 0 if parent is None else parent.depth + 1
    return Claim(
        identity("claim", "full", source.spans, cue.spans, content.spans),
        source,
        cue,
        content,
        act,
        hedged,
        directness,
        depth,
        parent and parent.id,
        score,
        trace,
    )


MARO = Actor("Ivo Maro", "LRK", "SPY", "director of the State Watch")
ODELL = Actor("Ada Odell", "AVN", "GOV", "prime minister")

SIGNS = claim(
    source("the director of the State Watch, Ivo Maro", MARO),
    passage("according to"),
    passage("Averna is preparing a military operation against Lorusk, but only time will tell whether it will dare"),
    Act.ASSERT,
    directness=Directness.INDIRECT,
    hedged=True,
)
TANKS = claim(
    source("Maro", MARO, after="Karsa bridge,”"),
    passage("told"),
    passage(
        "“The Marble House tells its friends that we are the danger, and at the same time it moves its tanks to"
        " the Karsa bridge,”"
    ),
    Act.ACCUSE,
    directness=Directness.DIRECT,
    score=0.97,
)
DANGER = claim(
    source("The Marble House", Actor(None, "AVN", "GOV", "seat of the government")),
    passage("tells"),
    passage("that we are the danger"),
    Act.ACCUSE,
    directness=Directness.INDIRECT,
    parent=TANKS,
    score=0.71,
)
DENIAL = claim(
    source("Averna's prime minister, Ada Odell", ODELL),
    passage("denied"),
    passage("it", after="denied"),
    Act.DENY,
    directness=Directness.INDIRECT,
    score=0.88,
)
NO_WAR = claim(
    source("she", ODELL, after="denied"),
    passage("said", after="a war"),
    passage("“Nobody here wants a war,”", "the port of Portavel “may have to close”"),
    Act.ASSERT,
    directness=Directness.MIXED,
    hedged=True,
    score=0.9,
    trace=replace(MODEL, notes=("she: Ada Odell, named in the sentence before",)),
)
THEFT = claim(
    source("Lorusk", Actor("Lorusk", "LRK", "GOV", None), after="close”"),
    passage("accused"),
    passage("Odell of stealing the vote of March 2"),
    Act.ACCUSE,
    directness=Directness.INDIRECT,
)
RELIEF = claim(
    source("the Red Lantern, a relief group,", Actor("Red Lantern", "NGO", None, "relief group")),
    passage("reported"),
    passage("Twelve people were killed and 30 hurt when police fired on a march in Portavel on March 5"),
    Act.REPORT,
    directness=Directness.INDIRECT,
)
UNSIGNED = claim(
    Source("", (), None),
    passage(),
    passage("“قال أودل إن الحكومة ستبقى”"),
    Act.ASSERT,
    directness=Directness.DIRECT,
    score=0.41,
    trace=Trace(rule="quotation without a speaker"),
)


def event(
    code: str,
    trigger: Passage,
    actors: tuple[Party, ...],
    recipients: tuple[Party, ...],
    status: Status,
    *,
    mode: str | None = None,
    contexts: tuple[str, ...] = (),
    cameo: str | None = None,
    quad: str | None = None,
    when: When | None = None,
    where: Where | None = None,
    told: Claim | None = None,
    score: float = 0.8,
    magnitude: dict[str, int] | None = None,
    trace: Trace = MODEL,
) -> Event:
    return Event(
        identity("event", "full", code, trigger.spans),
        code,
        mode,
        contexts,
        cameo,
        quad,
        trigger,
        actors,
        recipients,
        status,
        when,
        where,
        told and told.id,
        score,
        trace,
        magnitude or {},
    )


MOBILIZE = event(
    "MOBILIZE",
    passage("preparing"),
    (party("Averna", "Averna", "AVN"),),
    (party("Lorusk", "Lorusk", "LRK"),),
    Status.HYPOTHETICAL,
    mode="troops",
    contexts=("military",),
    cameo="154",
    quad="material conflict",
    when=When(date(2031, 3, 21), date(2031, 3, 21), How.PUBLISHED),
    told=SIGNS,
)
TANK_MOVE = event(
    "MOBILIZE",
    passage("moves"),
    (party("The Marble House", None, "AVN", "GOV"),),
    (),
    Status.ACTUAL,
    mode="weapons",
    contexts=("military",),
    where=Where("the Karsa bridge", spans("the Karsa bridge")),
    told=TANKS,
    when=When(None, date(2031, 3, 20), How.RELATIVE, "Thursday"),
)
EXPEL = event(
    "SANCTION",
    passage("expelled"),
    (party("Lorusk", "Lorusk", "LRK", after="close”"),),
    (party("four diplomats"),),
    Status.ACTUAL,
    mode="expel",
    contexts=("diplomatic",),
    cameo="166",
    quad="material conflict",
)
RECOGNISE = event(
    "SUPPORT",
    passage("recognised"),
    (party("Tessary", "Tessary", "TSY"), party("Orun", "Orun", "ORU")),
    (party("the opposition leader, Teo Gallo", "Teo Gallo", "AVN", "OPP"),),
    Status.ACTUAL,
    cameo="054",
    quad="verbal cooperation",
    when=When(date(2031, 3, 2), None, How.SINCE, "since the vote"),
)
SHOOTING = event(
    "ASSAULT",
    passage("fired"),
    (party("police", None, "AVN", "COP"),),
    (party("a march", None, "AVN", "CVL"),),
    Status.HISTORICAL,
    mode="firearms",
    when=When(date(2031, 3, 5), date(2031, 3, 5), How.YEAR_INFERRED, "March 5"),
    where=Where("Portavel", spans("Portavel", after="march in"), "AVN"),
    told=RELIEF,
    magnitude={"dead": 12, "injured": 30},
    score=0.99,
)
WAR = event("ASSAULT", passage("war", after="Nobody"), (), (), Status.NEGATED, told=NO_WAR, score=0.35)


def stance(holder: Party, toward: Party, position: Position, *evidence: str, since: date | None = None) -> Stance:
    return Stance(
        identity("stance", "full", holder.text, toward.text), holder, toward, position, since, evidence, MODEL
    )


GALLO = party("Teo Gallo", "Teo Gallo", "AVN", "OPP")
FOR_ODELL = party("Odell", "Ada Odell", "AVN", "GOV", after="stood by")

FULL = Briefing(
    id="briefing-full",
    article=Article(
        id="full",
        text=TEXT,
        title="Is Averna about to march? Lorusk's spy chief sees “signs”",
        outlet="Meridian Dispatch",
        byline=("Nora Quill", "Dario Pell"),
        published=date(2031, 3, 21),
        published_how="json-ld",
        dateline=Dateline("Lorusk City", "LNA", date(2031, 3, 21)),
        agency="LNA",
        language="en",
        url="https://meridian-dispatch.example/world/signs?a=1&b=2",
        figures=Figures(views=2033, comments=0),
        skipped=(Skipped("Subscribe to our newsletter", "reading", "a sign-up box"),),
    ),
    claims=(SIGNS, TANKS, DANGER, DENIAL, NO_WAR, THEFT, RELIEF, UNSIGNED),
    events=(MOBILIZE, TANK_MOVE, EXPEL, RECOGNISE, SHOOTING, WAR),
    stances=(
        stance(party("Tessary", "Tessary", "TSY"), GALLO, Position.SUPPORT, RECOGNISE.id, since=date(2031, 3, 2)),
        stance(party("Orun", "Orun", "ORU"), GALLO, Position.SUPPORT, RECOGNISE.id),
        stance(party("Belarno", "Belarno", "BLO"), FOR_ODELL, Position.SUPPORT, THEFT.id),
        stance(party("Old Karsa"), FOR_ODELL, Position.SUPPORT),
        stance(party("Lorusk", "Lorusk", "LRK", after="close”"), FOR_ODELL, Position.OPPOSE, THEFT.id),
    ),
    interests=(
        Interest(
            identity("interest", "full", "gas"),
            party("Lorusk Gas", "Lorusk Gas", "LRK", "BUS"),
            "the port of Portavel",
            "earns more whenever the port is shut",
            spans("Lorusk Gas, which owns the pipeline, earns more whenever the port is shut"),
            RULE,
            conflict=True,
        ),
    ),
    questions=(
        Question(
            identity("question", "full", "dare"),
            "only time will tell whether it will dare",
            spans("only time will tell whether it will dare"),
            SIGNS.id,
            RULE,
        ),
    ),
    skipped=(Skipped("«Meridian Dispatch» put it", "coding", "no content found for the cue"),),
)

EMPTY = Briefing(id="briefing-empty", article=Article(id="empty", text=""))

HOSTILE_TEXT = (
    "<script>alert('x')</script> said \"<img src=x onerror=alert(1)>\" & </p></main>\r\n\r\n"
    "\u202eenod\x1b[31m &amp;\ttoo."
)
HOSTILE = Briefing(
    id="hostile'\"><script>",
    article=Article(
        id="hostile",
        text=HOSTILE_TEXT,
        title="</title><script>alert(2)</script>",
        outlet="<b>*Outlet*</b>",
        byline=("[Nora](javascript:alert(3))",),
        url="javascript:alert(4)",
        language='en"><script>',
    ),
    claims=(
        Claim(
            "c'\"><script>",
            Source(
                "<script>alert('x')</script>",
                spans("<script>alert('x')</script>", text=HOSTILE_TEXT),
                Actor("*Ada* <b>Odell</b>\x1b[2J", "AVN", None, "`chief` | _of_ all"),
            ),
            Passage("said", spans("said", text=HOSTILE_TEXT)),
            Passage.of(HOSTILE_TEXT, spans('"<img src=x onerror=alert(1)>"', text=HOSTILE_TEXT)),
            Act.ASSERT,
            False,
            Directness.DIRECT,
            0,
            None,
            0.5,
            Trace(notes=("<script>alert(5)</script>",)),
        ),
    ),
)
