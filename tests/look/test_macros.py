"""The macros draw every kind of field with its label, hint and errors, and escape it."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    Form,
    HiddenField,
    MultipleFileField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # Stubs: 3.2.
from wtforms.validators import DataRequired

from tests.paths import ROOT
from workbench.web.kept_parts import KeptParts
from workbench.web.languages import speak_languages

app = Flask(__name__, template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
app.jinja_env.undefined = StrictUndefined
app.jinja_env.add_extension(KeptParts)
speak_languages(app, chosen_by_person=lambda: None)
app.add_url_rule("/studies", "studies", lambda: "")


class StudyForm(Form):
    """One field of each kind."""

    name = StringField("Name", [DataRequired("Give the study a name.")])
    password = PasswordField("Password")
    text = TextAreaField("Text", description="Markdown")
    role = SelectField("Role", choices=[SelectChoice("lead", "Lead")])
    files = MultipleFileField("Files")
    agree = BooleanField("Keep the good rows")
    secret = HiddenField()
    sentiment = RadioField(
        "Sentiment", choices=[SelectChoice("negative", "Negative"), SelectChoice("neutral", "-")]
    )


def draw(source: str, **context: object) -> str:
    """Render a template that may use every macro."""
    macros = (
        "{% from 'macros/fields.html' import field, choices, submit, form_errors %}"
        "{% from 'macros/page.html' import crumb, empty_state, facts, badge, kbd, pagination,"
        " meter, when, table_box, mark %}"
    )
    with app.test_request_context():
        return app.jinja_env.from_string(macros + source).render(**context)


def test_a_field_is_described_by_its_hint_and_its_error() -> None:
    form = StudyForm(MultiDict())
    form.validate()
    html = draw("{{ field(form.name, hint='For all', maxlength=80) }}", form=form)
    assert 'aria-describedby="name-hint name-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="name-error">Give the study a name.</p>' in html
    assert 'maxlength="80"' in html
    assert "optional" not in html


def test_what_a_person_typed_is_kept_and_harmless() -> None:
    html = draw("{{ field(form.text) }}", form=StudyForm(MultiDict({"text": "</textarea><b>"})))
    assert "&lt;/textarea&gt;&lt;b&gt;" in html
    assert 'id="text-hint">Markdown</p>' in html


@pytest.mark.parametrize("name", ["name", "password", "text", "role", "files", "agree"])
def test_every_kind_has_a_label(name: str) -> None:
    html = draw("{{ field(form[name]) }}", form=StudyForm(), name=name)
    assert f'for="{name}"' in html
    assert f'id="{name}"' in html


def test_a_hidden_field_is_drawn_bare() -> None:
    html = draw("{{ field(form.secret) }}", form=StudyForm())
    assert "label" not in html


def test_choices_carry_keys_tones_and_the_answer() -> None:
    source = "{{ choices(form.sentiment, keys={'negative': '1'}, tones={'negative': 'negative'}) }}"
    html = draw(source, form=StudyForm(MultiDict({"sentiment": "negative"})))
    assert "<legend" in html
    assert 'data-key="1"' in html
    assert "choice--negative" in html
    assert html.count("checked") == 1


def test_the_error_summary_leads_to_each_place_and_is_absent_without_errors() -> None:
    form = StudyForm(MultiDict({"role": "lead"}))
    assert draw("{{ form_errors(form) }}", form=form).strip() == ""
    form.validate()
    html = draw("{{ form_errors(form) }}", form=form)
    assert '<a href="#name">Name</a>: Give the study a name.' in html
    assert '<a href="#sentiment-0">' in html
    assert "kept, except passwords and files." in html


def test_pagination_keeps_the_other_parameters_and_hides_for_one_page() -> None:
    page = SimpleNamespace(number=2, pages=2, total=30, has_previous=True, has_next=False)
    html = draw("{{ pagination(page, 'studies', q='dawn') }}", page=page)
    assert 'href="/studies?q=dawn&amp;page=1"' in html
    assert "Next" not in html
    page.pages = 1
    assert draw("{{ pagination(page, 'studies') }}", page=page).strip() == ""


def test_the_small_parts_say_their_words() -> None:
    moment = datetime(2026, 3, 4, 9, 5, tzinfo=UTC)
    html = draw(
        "{{ when(moment) }}{{ when(None) }}{{ meter(3, 0, 'Done') }}{{ badge('lead') }}"
        "{{ facts([('Annotators', 3)]) }}{{ facts({'Paragraphs': 36}) }}{{ kbd('g') }}"
        "{{ mark('<i>', 'demeaning', 'is-suggested') }}{{ crumb('Here') }}"
        "{{ empty_state('Nothing yet', 'It will.', '/x', 'Import') }}"
        "{% call table_box('Studies') %}<table></table>{% endcall %}",
        moment=moment,
    )
    assert "4 Mar 2026, 09:05 UTC</time>" in html
    assert 'max="1"' in html
    assert "3 of 0" in html
    assert '<mark class="mark mark--demeaning is-suggested">&lt;i&gt;</mark>' in html


@pytest.mark.parametrize("status", [400, 404, 413, 500])
def test_an_error_page_needs_no_account(status: int) -> None:
    with app.test_request_context():
        html = app.jinja_env.get_template("errors/error.html").render(
            status=status,
            title="Not found",
            sentence="There is no such page.",
            advice="Nothing was lost.",
            current_account=None,
            version="1.0",
        )
    assert "<h1>Not found</h1>" in html
    assert f"Error {status}" in html
