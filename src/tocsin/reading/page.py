"""An Article from an HTML page."""

from collections.abc import Sequence
from datetime import date

from tocsin.errors import ReadingError
from tocsin.reading import blocks, boilerplate, charset, figures, verdict
from tocsin.reading.agency import credited
from tocsin.reading.blocks import Block
from tocsin.reading.dateline import dateline, opening_agency
from tocsin.reading.language import language
from tocsin.reading.metadata import metadata
from tocsin.records import Article, Skipped, identity

LARGEST = 15_000_000  # characters; as many as the fetcher lets through


def article_from_html(
    html: str | bytes,
    url: str | None = None,
    *,
    charset_said: str | None = None,
    published: date | None = None,
    outlet: str | None = None,
    name: str | None = None,
    notes: tuple[Skipped, ...] = (),
) -> Article:
    """The article on a page: its paragraphs parted by a blank line, and what the page says about it.

    *published* and *outlet* go before what the page says. *name* is what to call the page in an error.

    Raises NotAnArticle when the page holds none, ReadingError when it is not to be read at all.

    >>> paragraph = "<p>Prime Minister Odell of Averna said on Monday that the army would not cross the border.</p>"
    >>> article_from_html(f"<html><body><article><h1>Odell speaks</h1>{paragraph * 1}</article></body></html>").title
    'Odell speaks'
    """
    name = name or url or "the page"
    if isinstance(html, bytes):
        html, lost = charset.decode(html, name=name, charset=charset_said)
        notes = (*notes, *lost)
    if len(html) > LARGEST:
        raise ReadingError(f"{name} is larger than {LARGEST / 1e6:g} MB: no news page is")
    tree = blocks.parsed(html, name)
    meta = metadata(tree, url)
    counted, counters = figures.of_tree(tree, list(meta.objects))
    seen, links = verdict.shown(tree), verdict.headline_links(tree)
    for element in counters:
        if element.getparent() is not None and element.tag != "meta":
            element.drop_tree()
    furniture = boilerplate.furniture(blocks.bared(tree))
    found = blocks.blocks(tree, url)
    titles = [title for title in (meta.title, *meta.headings) if title]
    kept, left_out = boilerplate.prose(found, titles)
    verdict.check(kept, seen, links, meta, name)
    text = "\n\n".join(block.text for block in kept)
    # A line of counts within the body says what an element named for it would have said.
    for block in found:
        counted = figures.joined(counted, figures.of_line(block.text))
    day = published or meta.published
    line = dateline(kept[0].text, day)
    how = "given" if published else meta.published_how
    if day is None and line is not None and line.day is not None:
        day, how = line.day, "dateline"
    outlet = outlet or meta.outlet
    agency = (
        (line.agency if line else None) or opening_agency(kept[0].text) or credited(meta.byline, closing(found, kept))
    )
    return Article(
        id=identity("article", text, meta.title, outlet, meta.url),
        text=text,
        title=meta.title,
        outlet=outlet,
        byline=meta.byline,
        published=day,
        published_how=how,
        dateline=line,
        agency=agency,
        language=language(text) or meta.language,
        url=meta.url,
        figures=counted,
        skipped=(*notes, *furniture, *left_out),
    )


def closing(found: Sequence[Block], kept: Sequence[Block]) -> list[str]:
    """The article's last paragraph and the line after it, where an agency is credited; what follows is the page's."""
    texts = [" ".join(block.text.split()) for block in found]
    last = kept[-1].text if kept else None
    end = texts.index(last) if last in texts else max(0, len(texts) - 2)
    return texts[end : end + 2]
