"""How a command ends: its exit code, and one clear sentence where something was wrong."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from io import TextIOWrapper

import typer

from tocsin.errors import TocsinError
from tocsin.records import Briefing, Skipped


class Ending(IntEnum):
    """The exit codes."""

    WHOLE = 0  # all right
    PART = 1  # part was done, and what was not is said on stderr
    NOTHING = 2  # nothing was done: bad input or bad options
    STOPPED = 130  # by Ctrl-C, as a shell counts it
    UNREAD = 141  # whoever read our output closed it, as a shell counts it


@contextmanager
def one_sentence() -> Iterator[None]:
    """Whatever goes wrong inside ends as one sentence on stderr and an exit code, never as a traceback.

    With TOCSIN_TRACEBACK=1 in the environment, an error that Tocsin did not expect is shown whole.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal that cannot show a letter gets a question mark, not an error.
            stream.reconfigure(errors="replace")
    try:
        yield
        sys.stdout.flush()
    except (typer.Exit, typer.BadParameter):
        raise
    except TocsinError as error:
        raise _end(*str(error).splitlines()) from None
    except KeyboardInterrupt:
        raise typer.Exit(Ending.STOPPED) from None
    except BrokenPipeError:
        # Python writes what is left on its way out; by then there must be somebody to take it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        raise typer.Exit(Ending.UNREAD) from None
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        raise _end(f"{where}{error.strerror or error}") from None
    except MemoryError:
        raise _end("there is not enough memory for this") from None
    except Exception as error:
        if os.environ.get("TOCSIN_TRACEBACK"):
            raise
        what = f"{type(error).__name__}: {error}"
        raise _end(f"an error of Tocsin's own, please report it ({what}); TOCSIN_TRACEBACK=1 shows where") from None


def say(sentence: str) -> None:
    """One line on stderr."""
    flat = " ".join(sentence.split())
    print("tocsin: " + "".join(c for c in flat if c.isprintable()), file=sys.stderr)


def lost(briefing: Briefing) -> list[Skipped]:
    """The parts of the input that could not be read at all; a page's boilerplate is not among them."""
    return [one for one in dict.fromkeys((*briefing.article.skipped, *briefing.skipped)) if one.stage == "input"]


def _end(*sentences: str) -> typer.Exit:
    for sentence in sentences:
        say(sentence)
    return typer.Exit(Ending.NOTHING)
