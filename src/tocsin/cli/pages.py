"""The templates of our pages: one way to fill them, everything escaped, nothing undefined passed over."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template


@cache
def template(name: str) -> Template:
    """The template *name* that lies beside this file."""
    environment = Environment(
        loader=PackageLoader("tocsin.cli", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(name)
