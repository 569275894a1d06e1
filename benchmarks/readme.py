"""Fill the two generated blocks of README.md: `python -m benchmarks.readme`.

The briefing is what `tocsin read` prints of a bundled article; the figures are those of docs/benchmarks.md.
"""

import io
import re
from pathlib import Path

from rich.console import Console

from tocsin import demo
from tocsin.cli.terminal import show
from tocsin.pipeline import Pipeline
from tocsin.reading.read import read

ROOT = Path(__file__).parent.parent
SHOWN = {
    "attribution.link F1": "who said what: link F1, PolNeAR dev",
    "attribution.link, speech cues F1": "… of speech alone",
    "events.type F1": "what happened: type F1, PLOVER records",
    "events.source country F1": "… country of the actor",
    "events.strict triple F1": "… type, actor and recipient all right",
    "events.false alarms per 1,000": "false alarms per 1,000 sentences that are no news",
    "syntax.ewt-test.LAS": "syntax: LAS, English Web Treebank test",
    "extraction.body f1": "body text of 90 pages, F1",
    "extraction.trafilatura body f1": "… trafilatura alone, same run",
    "extraction.day": "day of publication right, 131 publishers' pages",
    "extraction.byline": "… all authors found",
    "duplicates.pair recall": "rewritten wire stories found among 5,000 invented articles, no false pair",
    "icews.18 onset AUC": "force within 30 days, onsets of 2018, AUC (how far to trust it: docs/warning-model.md)",
    "icews.18 onset skill": "… Brier skill over the base rate",
    "speed.sentences per second, text to JSON": "sentences a second on one core, text to JSON",
    "speed.memory, MB": "memory, MB",
}


def briefing() -> str:
    """The head of the featured article's briefing and the beginning of its two chief sections, 100 columns wide."""
    out = io.StringIO()
    loaded = Pipeline.load(codebook_folders=[demo.codebook()])
    show(loaded.brief(read(str(demo.FEATURED))), Console(file=out, width=100, no_color=True, force_terminal=False))
    shown = [line.rstrip() for line in out.getvalue().strip("\n").splitlines()]
    happened = next(n for n, line in enumerate(shown) if line.startswith("What happened"))
    return "\n".join(["```text", *shown[:17], "  [...]", "", *shown[happened : happened + 12], "  [...]", "```"])


def figures() -> str:
    """The README's table, out of docs/benchmarks.md."""
    page = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    heading = next(line for line in page.splitlines() if line.startswith("Tocsin "))
    rows = []
    for name, says in SHOWN.items():
        found = re.search(rf"^\| {re.escape(name)} \| ([^|]+) \| ([^|]*) \|", page, re.MULTILINE)
        if found and says:
            rows.append(f"| {says} | {found[1].strip()} | {found[2].strip()} |")
    return "\n".join(
        [
            "| measured | value | 95 % interval |",
            "|---|---|---|",
            *rows,
            "",
            heading + " All figures: [docs/benchmarks.md](docs/benchmarks.md).",
        ]
    )


def filled(readme: str) -> str:
    """*readme* with both blocks made anew."""
    for block, make in (("briefing", briefing), ("figures", figures)):
        pattern = re.compile(rf"(<!-- {block}:start -->\n).*?(<!-- {block}:end -->)", re.DOTALL)
        if found := pattern.search(readme):
            readme = f"{readme[: found.start()]}{found[1]}{make()}\n{found[2]}{readme[found.end() :]}"
    return readme


def main() -> None:
    path = ROOT / "README.md"
    path.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
