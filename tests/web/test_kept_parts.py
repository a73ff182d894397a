"""Parts of a page that are drawn once and kept."""

from collections.abc import Iterator

import pytest
from flask import Flask, render_template_string
from jinja2 import StrictUndefined, TemplateSyntaxError

from workbench.web.kept_parts import KeptParts
from workbench.web.languages import language_named
from workbench.words import ENGLISH, speaking

DRAWN = "{% kept name %}{{ name | look }}{% endkept %}"


@pytest.fixture
def seen() -> list[str]:
    return []


@pytest.fixture
def app(seen: list[str]) -> Iterator[Flask]:
    app = Flask(__name__)
    app.jinja_env.add_extension(KeptParts)
    app.jinja_env.undefined = StrictUndefined

    def look(name: str) -> str:
        seen.append(name)
        return f"<{name}>"

    app.jinja_env.filters["look"] = look
    app.jinja_env.globals["csrf_token"] = lambda: "of one person"
    # No other application of this process is asked in which language to speak.
    with app.test_request_context(), speaking(ENGLISH):
        yield app


def test_a_part_is_drawn_once_for_each_value_that_its_tag_names(
    app: Flask, seen: list[str]
) -> None:
    template = app.jinja_env.from_string(DRAWN)
    drawn = [template.render(name=name) for name in ("Ada", "Ben", "Ada")]
    assert drawn == ["&lt;Ada&gt;", "&lt;Ben&gt;", "&lt;Ada&gt;"]
    assert seen == ["Ada", "Ben"]


def test_it_is_drawn_anew_in_another_language(app: Flask, seen: list[str]) -> None:
    template = app.jinja_env.from_string(DRAWN)
    template.render(name="Ada")
    with speaking(language_named("de")):
        template.render(name="Ada")
    assert seen == ["Ada", "Ada"]


def test_it_is_drawn_anew_under_another_prefix(app: Flask, seen: list[str]) -> None:
    template = app.jinja_env.from_string(DRAWN)
    template.render(name="Ada")
    with app.test_request_context(environ_overrides={"SCRIPT_NAME": "/bias"}):
        template.render(name="Ada")
    assert seen == ["Ada", "Ada"]


def test_two_parts_of_a_page_are_kept_apart(app: Flask) -> None:
    source = "{% kept %}one{% endkept %}\n{% kept %}two{% endkept %}"
    assert [render_template_string(source) for _ in range(2)] == ["one\ntwo"] * 2


@pytest.mark.parametrize(
    "part",
    [
        "{% kept %}{{ name }}{% endkept %}",
        "{% kept page.name %}{{ page.account }}{% endkept %}",
        "{% kept page.name %}{{ page | look }}{% endkept %}",
        "{% kept %}{% for one in everybody %}{{ one }}{% endfor %}{% endkept %}",
        "{% kept %}{{ csrf_token() }}{% endkept %}",
        "{% kept %}{{ request.path }}{% endkept %}",
        "{% kept %}{% include 'own.html' %}{% endkept %}",
    ],
)
def test_a_part_that_uses_what_its_tag_does_not_name_is_refused(app: Flask, part: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="A kept part uses"):
        app.jinja_env.from_string(part)


def test_what_a_part_defines_itself_is_its_own(app: Flask) -> None:
    source = (
        "{% kept page.names %}{% set mark = '!' %}"
        "{% for one in page.names %}{{ loop.index }}{{ one }}{{ mark }}{% endfor %}{% endkept %}"
    )
    assert app.jinja_env.from_string(source).render(page={"names": ("Ada", "Ben")}) == "1Ada!2Ben!"
