"""Find words of a template that no translation will ever reach."""

import re
from collections.abc import Iterator

from jinja2 import Environment, nodes

from workbench.web.kept_parts import KeptParts

ENVIRONMENT = Environment(
    extensions=["jinja2.ext.i18n", KeptParts],
    trim_blocks=True,
    lstrip_blocks=True,
    autoescape=True,
)
MARKED = {"_", "gettext", "ngettext", "pgettext"}
BLOCKS_WITHOUT_WORDS = {"body_class", "styles", "scripts"}
READ_OUT = re.compile(r'\b(?:aria-label|aria-description|title|placeholder|alt)="([^"]*)"')
# Kept for what a tag or an expression leaves behind, so that words do not run together.
GAP = "\0"
WORD = re.compile(r"[^\W\d_]{2,}")
# What the program says to itself: names of files, of fields and of classes.
NAME = re.compile(
    r"[a-z][A-Za-z]*|\{\w+\}|[a-z0-9_./#:-]*|"
    r"[a-z0-9_-]+(?: [a-z0-9_-]+)*--?[a-z0-9_-]+|[\w.]+/[\w./]+"
)
# The same in every language.
SAME_EVERYWHERE = re.compile(
    r"Esc|Enter|Shift|Tab|CSV|JSON|JSONL|JSON Lines|SVG|PNG|PDF|Parquet|SHA-256|UTC|VADER|MACE|"
    r"kappa|Markdown|(?:X-)?[a-z]*\.[a-z]+|ms|kB|MB|nbsp"
)


def unmarked(source: str) -> list[str]:
    """List the words of a template's source that stand outside of every message."""
    tree = ENVIRONMENT.parse(source)
    drawn = "".join(_drawn(tree))
    drawn = re.sub(r"<(script|style|code)\b.*?</\1>", GAP, drawn, flags=re.DOTALL)
    found = [text for attribute in READ_OUT.findall(drawn) for text in attribute.split(GAP)]
    found += re.split(r"<[^>]*>|\0", drawn)
    found += list(_constants(tree))
    return [text.strip() for text in found if _is_said(text)]


def _is_said(text: str) -> bool:
    bare = re.sub(r"&\w+;", " ", text)
    bare = SAME_EVERYWHERE.sub(" ", bare.strip())
    return WORD.search(bare) is not None


def _drawn(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Block) and node.name in BLOCKS_WITHOUT_WORDS:
        return
    if isinstance(node, nodes.TemplateData):
        yield node.data
    elif isinstance(node, nodes.Expr):
        yield GAP
    else:
        for child in node.iter_child_nodes():
            yield from _drawn(child)


def _says(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name in MARKED


def _constants(node: nodes.Node) -> Iterator[str]:
    """Give the sentences and capitalised words among the strings of expressions."""
    if isinstance(node, nodes.Call) and _says(node.node):
        for given in (*node.args[3:], *(pair.value for pair in node.kwargs)):
            yield from _constants(given)
        return
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        text = node.value.strip()
        if not NAME.fullmatch(text) and "<" not in text:
            yield text
    for child in node.iter_child_nodes():
        if not isinstance(node, nodes.Compare | nodes.Getitem | nodes.Test):
            yield from _constants(child)
