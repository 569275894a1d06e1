"""Where a command writes to: a file that is there whole or not at all, or standard output."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def output(path: Path) -> Iterator[BinaryIO]:
    """Bytes for *path*: written beside it, and put in its place only when all went well; "-" is standard output.

    What is no regular file (a pipe, /dev/null) is written to as it is.

    Raises OSError when the folder is not there or may not be written to.
    """
    if str(path) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if path.exists() and not path.is_file():
        with path.open("wb") as stream:
            yield stream
        return
    path = path.resolve()  # a link stays a link to the new file
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, "there is no such folder", str(path.parent))
    beside = path.with_name(f".{path.name[:200]}.{os.getpid()}.part")
    try:
        # "x": nobody else's file is overwritten, and the rights are those of any new file.
        with beside.open("xb") as stream:
            yield stream
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def write(path: Path, text: str) -> None:
    """*text* as the whole of *path*, in UTF-8."""
    with output(path) as stream:
        stream.write(text.encode("utf-8", "replace"))
