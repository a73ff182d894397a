"""Parts of a template that are drawn once and kept: `{% kept codebook %}…{% endkept %}`.

What a page says in every language and for every study alike takes most of the time to draw it. A
kept part is drawn once for each language, path prefix and value of what its tag names, and
written out from then on. It may use what the tag names and what it defines itself, call macros, and
no more: a template whose part uses anything else is refused when it is compiled, so that what one
person was shown is never kept for another.
"""

from collections.abc import Callable, Container
from typing import Any

from flask import has_request_context, request
from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from markupsafe import Markup

from workbench.words import language

PARTS_KEPT = 5_000
# Functions of all pages whose answer hangs on nothing but what they are given, the language and the
# prefix; any other one stands for a value that the tag must name.
ALIKE_FOR_ALL = {"_", "gettext", "ngettext", "pgettext", "language", "url_for", "dict", "range"}


class KeptParts(Extension):
    """Let templates name parts that are drawn once."""

    tags = {"kept"}  # noqa: RUF012  (as Jinja documents it)

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self._parts: dict[tuple[Any, ...], Markup] = {}

    def parse(self, parser: Parser) -> nodes.Node:
        """Read the tag and what it encloses."""
        line = next(parser.stream).lineno
        named: list[nodes.Expr] = []
        while parser.stream.current.type != "block_end":
            if named:
                parser.stream.expect("comma")
            named.append(parser.parse_expression())
        body = parser.parse_statements(("name:endkept",), drop_needle=True)
        for used in _unnamed(body, named, self.environment.globals):
            raise TemplateSyntaxError(
                f"A kept part uses {used}, which its tag does not name.",
                line,
                parser.name,
                parser.filename,
            )
        key = nodes.Tuple([nodes.Const(parser.name), nodes.Const(line), *named], "load")
        drawn = self.call_method("_drawn", [key])
        return nodes.CallBlock(drawn, [], [], body).set_lineno(line)

    def _drawn(self, key: tuple[Any, ...], caller: Callable[[], str]) -> Markup:
        prefix = request.script_root if has_request_context() else None
        place = (language().code, prefix, *key)
        part = self._parts.get(place)
        if part is None:
            part = Markup(caller())  # noqa: S704  (drawn by the template)
            if len(self._parts) >= PARTS_KEPT:
                # Rarely: to note each use of each part would cost more than to draw all again.
                self._parts = {}
            self._parts[place] = part
        return part


def _unnamed(
    body: list[nodes.Node], named: list[nodes.Expr], functions: Container[str]
) -> list[str]:
    """List the names whose values a part uses without its tag's naming them.

    `functions` are those that all templates know.
    """
    defined = {
        name.name
        for node in body
        for name in (node, *node.find_all(nodes.Name))
        if isinstance(name, nodes.Name) and name.ctx != "load"
    }
    if any(node.find(nodes.For) or isinstance(node, nodes.For) for node in body):
        defined.add("loop")
    return [name for node in body for name in _used(node, named, functions) if name not in defined]


def _used(node: nodes.Node, named: list[nodes.Expr], functions: Container[str]) -> list[str]:
    if node in named:
        return []
    if isinstance(node, nodes.Name):
        return [node.name] if node.ctx == "load" else []
    if isinstance(node, nodes.Include) or getattr(node, "with_context", False):
        # It sees all that the page knows.
        return ["an inclusion"]
    found = []
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name):
        # Of a macro only what it is given counts.
        name = node.node.name
        found = [name] if name in functions and name not in ALIKE_FOR_ALL else []
        children = list(node.iter_child_nodes(exclude=["node"]))
    else:
        children = list(node.iter_child_nodes())
    for child in children:
        found += _used(child, named, functions)
    return found
