"""The language of a project's codebook, where a page speaks another one (WCAG 3.1.2)."""

from babel import Locale
from flask import Flask, g
from markupsafe import Markup

from workbench import words
from workbench.projects.queries import ProjectHeader


def mark_languages(app: Flask) -> None:
    """Let templates write the language of what the project's codebook says."""
    app.jinja_env.globals["codebook_lang"] = codebook_lang


def codebook_lang() -> Markup:
    """Give the attributes of an element that holds words of the codebook of this request's project.

    Nothing where the page speaks the same language, or is of no project.
    """
    header: ProjectHeader | None = g.get("project_header")
    if header is None or header.codebook_language in ("", words.language().code):
        return Markup()
    code = header.codebook_language
    direction = Markup(' dir="rtl"') if Locale.parse(code).text_direction == "rtl" else Markup()
    return Markup(' lang="{}"').format(code) + direction
