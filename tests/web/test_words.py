"""Every word of the interface is marked, and every marked word is translated: `make words`."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from tests.paths import ROOT
from tests.web.unmarked import unmarked
from tests.words import catalogues, gathered, read_catalogue, without_translation

PLACEHOLDER = re.compile(r"%\((\w+)\)([a-z])|%(?!\()(.)?")
TAG = re.compile(r"<[^>]+>")


def named(path: Path) -> str:
    """Give a catalogue's language."""
    return path.parent.parent.name


def ids_of(message: Message) -> list[str]:
    """List the English forms of a message."""
    return list(message.id) if isinstance(message.id, tuple | list) else [str(message.id)]


def strings_of(message: Message) -> list[str]:
    """List the forms of a message in the catalogue's language."""
    string = message.string
    return list(string) if isinstance(string, tuple | list) else [str(string)]


@pytest.mark.parametrize("path", catalogues(), ids=named)
class TestCatalogue:
    """A catalogue holds what the program says today, and says it as carefully."""

    def test_it_holds_the_words_of_today(self, path: Path) -> None:
        kept, today = (
            {(*ids_of(message), message.context) for message in catalogue if message.id}
            for catalogue in (read_catalogue(path), gathered())
        )
        assert not today - kept, "new words; run `make words` and translate them"
        assert not kept - today, "words that nothing says any more; run `make words`"

    def test_nothing_is_left_in_english(self, path: Path) -> None:
        assert without_translation(read_catalogue(path)) == []

    def test_what_is_put_in_and_its_tags_are_the_same(self, path: Path) -> None:
        for message in read_catalogue(path):
            if not message.id:
                continue
            wanted = [set(PLACEHOLDER.findall(form)) for form in ids_of(message)]
            # A plural's first form may leave its number out: "one paragraph".
            for form in strings_of(message):
                assert set(PLACEHOLDER.findall(form)) in wanted, form
            tags = [sorted(TAG.findall(form)) for form in ids_of(message)]
            for form in strings_of(message):
                assert sorted(TAG.findall(form)) in tags, form

    def test_spaces_and_stops_at_its_ends_are_the_same(self, path: Path) -> None:
        for message in read_catalogue(path):
            if not message.id:
                continue
            source = ids_of(message)[-1]
            for form in strings_of(message):
                assert form == form.strip() or source != source.strip(), form
                assert ends(form) == ends(source), form


def ends(text: str) -> str:
    """Give the stop at the end of a sentence, or nothing."""
    return "" if text.endswith("Min.") else text[-1:] if text[-1:] in ".:?…" else ""


def test_every_message_can_be_filled() -> None:
    for message in gathered():
        for form in ids_of(message):
            values = {name: "x" for name, kind, _ in PLACEHOLDER.findall(form) if kind}
            assert isinstance(form % values, str)


TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_template_holds_no_word_that_cannot_be_translated(path: Path) -> None:
    assert unmarked(path.read_text(encoding="utf-8")) == []


def test_a_word_that_is_not_marked_is_found() -> None:
    source = """
    <p title="Spoken">Plain {{ _('marked') }} <b>{% trans %}marked{% endtrans %}</b></p>
    {{ macro('A sentence', kind='plain') }}{% block styles %}link{% endblock %}
    """
    assert unmarked(source) == ["Spoken", "Plain", "A sentence"]
