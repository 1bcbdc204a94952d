"""The text of simple markup without building a tree: most entries of feeds are paragraphs, links and emphasis.

Gives what the parser would give, or nothing where that cannot be told from the tags alone: scripts, hidden elements,
text between the cells of a table, a "<" that begins no tag. Time linear in the length.
"""

import html
import re

# Quotes stand only around values. The quantifiers are possessive: a tag is matched in one way or not at all.
_TAG = re.compile(
    r"""<(/?[a-zA-Z][a-zA-Z0-9]*+)(?:(?=[\s/])(?:[^<>"'=]++|=\s*+(?:"[^"]*+"|'[^']*+')?)*+)?>"""
    r"""|<!--(?!-?>)[^-]*+(?:-[^-]++)*+-->"""
)
_PARAGRAPHS = (
    "address article aside blockquote caption center dd details div dl dt fieldset figcaption figure footer form h1 h2"
    " h3 h4 h5 h6 header hr li main nav ol p pre section summary table tr ul"
)
_INLINE = (
    "a abbr audio b bdi bdo big button cite code col colgroup data del dfn em font i iframe img input ins kbd label"
    " mark picture q s samp small source span strike strong sub sup tbody tfoot thead time track tt u var video wbr"
)
_MARKS: dict[str | None, str] = {
    None: "",  # a comment
    "br": "\t",
    "/br": "",
    **{f"{slash}{name}": "\f" for name in _PARAGRAPHS.split() for slash in ("", "/")},
    **{f"{slash}{name}": "" for name in _INLINE.split() for slash in ("", "/")},
    **{f"{slash}{name}": "" if slash else " " for name in ("td", "th") for slash in ("", "/")},
}
_MARKS |= {name.upper(): mark for name, mark in _MARKS.items() if name}
_HIDDEN = re.compile(r"<[^<>]*(?:hidden|display:\s?none)", re.IGNORECASE)

# Behind these tags of a table stands nothing but another tag of it: a parser moves the rest out of the table.
_BETWEEN_CELLS = frozenset(
    {"table", "tbody", "thead", "tfoot", "tr", "colgroup", "col", "/td", "/th", "/tr", "/tbody", "/thead", "/tfoot"}
    | {"/caption"}
)
_OF_TABLE = _BETWEEN_CELLS | {"td", "th", "caption", "/table", "/colgroup"}
_WITH_AN_ORDER = frozenset({"table", "TABLE", "tr", "TR", "td", "TD", "iframe", "IFRAME"})


def simple_text(markup: str) -> str | None:
    """Give the text of `markup` with a form feed where a paragraph ends and a tab where a line does.

    None where only a parser can tell what is seen.
    """
    if ("hidden" in markup or "none" in markup) and _HIDDEN.search(markup):
        return None
    parts = _TAG.split(markup.replace("\f", " ").replace("\t", " "))
    texts, names = parts[::2], parts[1::2]
    marks = [_MARKS.get(name) for name in names]
    if None in marks or "<" in "".join(texts) or not _is_in_order(names, texts):
        return None
    texts = _with_lines(texts, names)
    if "&" in markup:
        texts = [html.unescape(text) if "&" in text else text for text in texts]
    parts[::2], parts[1::2] = texts, marks
    return "".join(parts)


def _is_in_order(names: list[str | None], texts: list[str]) -> bool:
    """Tell whether tables hold text in cells only, and frames none."""
    if _WITH_AN_ORDER.isdisjoint(names):
        return True
    for name, text, next_name in zip(names, texts[1:], [*names[1:], None], strict=True):
        lower = name.lower() if name else ""
        if lower in _BETWEEN_CELLS and (text.strip() or (next_name or "").lower() not in _OF_TABLE):
            return False
        if lower == "iframe" and (text.strip() or (next_name or "").lower() != "/iframe"):
            return False
    return True


def _with_lines(texts: list[str], names: list[str | None]) -> list[str]:
    """Mark the lines of preformatted text."""
    if "pre" not in names and "PRE" not in names:
        return texts
    inside, marked = False, texts[:1]
    for name, text in zip(names, texts[1:], strict=True):
        lower = (name or "").lower()
        inside = lower == "pre" or (inside and lower != "/pre")
        marked.append(text.replace("\r\n", "\t").replace("\n", "\t") if inside else text)
    return marked
