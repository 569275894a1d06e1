"""An invented crisis to try Tocsin on: twelve articles over forty days, and a codebook of who is who in it."""

from pathlib import Path

HERE = Path(__file__).parent

# A foreign spy chief's claims: hearsay, hedges, interests and an open question in one article.
FEATURED = HERE / "articles" / "2031-03-21-spy-chief-sees-signs.html"


def articles() -> tuple[Path, ...]:
    """The bundled articles, oldest first; their file names begin with the day they were published.

    >>> [path.suffix for path in articles()].count(".html"), len(articles())
    (9, 12)
    """
    return tuple(sorted((HERE / "articles").iterdir()))


def codebook() -> Path:
    """The folder that knows the invented states, people and bodies; for `--codebook`, or to copy for your own case."""
    return HERE / "codebook"


def watch() -> Path:
    """The folder of the crisis that goes on: articles.jsonl, problem.toml and register/, for `tocsin problem demo`."""
    return HERE / "watch"
