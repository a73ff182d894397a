"""What the framework would look for anew with every request, although it never changes."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from jinja2 import Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context


def find_once(app: Flask) -> None:
    """Spare an application such searches."""
    app.jinja_env.template_class = LikeAllTemplates
    app.ensure_sync = _as_it_is  # type: ignore[method-assign]  # Flask calls it by this name.


class LikeAllTemplates(Template):
    """Be a template whose macros know what all templates know.

    Nobody loads a template with values of its own for all that it imports; Jinja would compare
    the names of all values again at each import.
    """

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()


def _as_it_is(func: Callable[..., Any]) -> Callable[..., Any]:
    # No view is a coroutine; Flask would ask each function that a request meets.
    return func
