"""Broken XML made well-formed: tags closed where they must be, bare signs escaped, prefixes declared.

One pass that never goes back, so its time is in proportion to the text whatever a stranger wrote.
"""

import re
from html.entities import html5

DEEPEST = 100  # elements within elements; deeper ones are read as if they stood at this depth
# A tag, never reaching past the next "<" and never tried twice at one place: ++ and *+ do not go back.
TAG = re.compile(r"""<(/?)([A-Za-z_][\w.-]*+(?::[\w.-]++)?)((?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+)>""", re.ASCII)
LOOSE_TAG = re.compile(r"<(/?)([A-Za-z_][\w.-]*+(?::[\w.-]++)?)([^<>]*+)>", re.ASCII)
ATTRIBUTE = re.compile(
    r"""(?<![\w.:-])([A-Za-z_][\w.-]*+(?::[\w.-]++)?)\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"']++)""", re.ASCII
)
NAMED = re.compile(r"&(#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)?")
OF_XML = {"amp;", "lt;", "gt;", "quot;", "apos;"}
VOID = {"br", "hr", "img", "input", "wbr"}  # HTML written into a feed without escaping leaves these open
# What a feed that forgot to declare its prefixes means by them.
PREFIXES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
}


def mended(text: str) -> str:
    """*text*, which begins with a tag, as well-formed XML: tags closed, bare signs escaped, prefixes declared.

    >>> mended("<a><b x=1 x=2>AT&T<br></a>")
    '<a><b x="1">AT&amp;T<br/></b></a>'
    """
    out: list[str] = []
    open_tags: list[str] = []
    prefixes: set[str] = set()
    at = 0
    while at < len(text):
        sign = text.find("<", at)
        sign = len(text) if sign < 0 else sign
        if open_tags and sign > at:
            out.append(escaped(text[at:sign]))
        at = sign
        if text.startswith("<![CDATA[", at):
            end = text.find("]]>", at)
            end = len(text) if end < 0 else end
            if open_tags:
                out.append(text[at + 9 : end].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
            at = end + 3
        elif text.startswith("<!--", at):
            at = past(text, "-->", at + 4)
        elif text.startswith(("<?", "<!"), at):
            at = past(text, ">", at + 2)
        elif found := TAG.match(text, at) or LOOSE_TAG.match(text, at):
            at = found.end()
            if found[1]:
                closed(found[2], open_tags, out)
            elif out and not open_tags:
                break  # a second root
            else:
                opened(found[2], found[3], open_tags, out, prefixes)
        elif at < len(text):
            if open_tags:
                out.append("&lt;")
            at += 1
    out += [f"</{tag}>" for tag in reversed(open_tags)]
    return declared("".join(out), prefixes)


def opened(tag: str, rest: str, open_tags: list[str], out: list[str], prefixes: set[str]) -> None:
    """Writes the start of *tag*, where it may stand."""
    ended = rest.endswith("/") or tag.lower() in VOID
    if tag.startswith("xmlns:"):
        return
    if not ended and len(open_tags) >= DEEPEST:
        return
    written: dict[str, str] = {}
    for name, value in ATTRIBUTE.findall(rest.removesuffix("/")):
        if len(written) < DEEPEST and (name != "xmlns" or not open_tags or value.strip("\"'")):
            written.setdefault(name, value[1:-1] if value[:1] in "\"'" else value)
    for name in (tag, *written):
        if ":" in name and not name.startswith(("xmlns:", "xml:")):
            prefixes.add(name.partition(":")[0])
    shown = "".join(f' {name}="{escaped(value)}"' for name, value in written.items() if usable(name, value))
    out.append(f"<{tag}{shown}{'/' if ended else ''}>")
    if not ended:
        open_tags.append(tag)


def usable(name: str, value: str) -> bool:
    """Whether an attribute may be written: a namespace only where it is an address of ASCII and not XML's own."""
    if name != "xmlns" and not name.startswith("xmlns:"):
        return True
    if name in ("xmlns:xml", "xmlns:xmlns"):
        return False
    return re.fullmatch(r"(?!xml)[\w:/.?=~+,;@-]+#?", value, re.ASCII) is not None or (name == "xmlns" and not value)


def closed(tag: str, open_tags: list[str], out: list[str]) -> None:
    """Writes the end of *tag* and of all that still stands open inside it; an end without a start is dropped."""
    if tag not in open_tags:
        return
    while open_tags:
        last = open_tags.pop()
        out.append(f"</{last}>")
        if last == tag:
            return


def declared(text: str, prefixes: set[str]) -> str:
    """*text* with the *prefixes* that it uses and never declares declared at its root."""
    root = TAG.match(text)
    if root is None:
        return text
    here = {name[6:] for name, _ in ATTRIBUTE.findall(root[3]) if name.startswith("xmlns:")}
    added = "".join(
        f' xmlns:{prefix}="{PREFIXES.get(prefix.lower(), f"urn:prefix:{prefix}")}"'
        for prefix in sorted(prefixes - here)
        if prefix not in ("xml", "xmlns")
    )
    at = root.end(2)
    return text[:at] + added + text[at:]


def escaped(text: str) -> str:
    """*text* with HTML's names as the characters they stand for, and signs that would break XML escaped."""
    return NAMED.sub(character, text).replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def character(found: re.Match[str]) -> str:
    """What stands in XML for one "&" and what follows it."""
    what = found[1]
    if what is None:
        return "&amp;"
    if what in OF_XML:
        return found[0]
    if what.startswith("#"):
        number = int(what[2:-1], 16) if what[1] in "xX" else int(what[1:-1])
        fit = 31 < number < 0xD800 or number in (9, 10, 13) or 0xDFFF < number < 0xFFFE or 0xFFFF < number < 0x110000
        return found[0].replace("#X", "#x") if fit else "\ufffd"
    meant = html5.get(what)
    if meant is None:
        return "&amp;" + what
    return "".join(f"&#{ord(one)};" for one in meant)


def past(text: str, mark: str, at: int) -> int:
    """Where *text* goes on after the next *mark*; its end when there is none."""
    found = text.find(mark, at)
    return len(text) if found < 0 else found + len(mark)
