"""Where the user's own files lie."""

import os
from pathlib import Path

import typer

VARIABLE = "TOCSIN_HOME"


def home() -> Path:
    """The user's folder: $TOCSIN_HOME, or where the system keeps settings of programs (~/.config/tocsin)."""
    return Path(os.environ.get(VARIABLE) or typer.get_app_dir("tocsin", force_posix=False))


def own_codebook() -> Path:
    """The codebook folder that every command reads besides Tocsin's own, whether or not it is there yet."""
    return home() / "codebook"


def codebook_folders(given: list[Path] | None) -> list[Path]:
    """The folders to lay over Tocsin's codebook: the user's own where there is one, then those *given*."""
    own = own_codebook()
    return [*([own] if own.is_dir() else []), *(given or [])]


def own_register() -> Path:
    """The folder of sources that every command reads besides Tocsin's own, whether or not it is there yet."""
    return home() / "register"


def register_folders(given: list[Path] | None) -> list[Path]:
    """The folders to lay over Tocsin's source register: the user's own where there is one, then those *given*."""
    own = own_register()
    return [*([own] if own.is_dir() else []), *(given or [])]
