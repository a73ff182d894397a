"""What changed from one codebook to the next, in sentences."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from workbench.codebook.codebook import Codebook, Question
from workbench.words import gettext


class _Named(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def key(self) -> str: ...


def codebook_changes(old: Codebook, new: Codebook) -> tuple[str, ...]:
    """Say what a codebook asks otherwise than an older one; () where it asks the same.

    What is suggested is left out: it changes nothing about how to judge.
    """
    return (*_question_changes(old, new), *_category_changes(old, new))


def _question_changes(old: Codebook, new: Codebook) -> Iterator[str]:
    before = {question.name: question for question in old.questions}
    after = {question.name: question for question in new.questions}
    for name, question in after.items():
        if name not in before:
            yield gettext("The question “%(title)s” is new.", title=question.title)
        else:
            yield from _changes_of(before[name], question)
    for name, question in before.items():
        if name not in after:
            yield gettext("The question “%(title)s” is no longer asked.", title=question.title)
    if _stand_otherwise(list(before), list(after)):
        yield gettext("The questions stand in another order.")


def _changes_of(old: Question, new: Question) -> Iterator[str]:
    if old.title != new.title:
        yield gettext(
            "The question “%(old)s” is now called “%(new)s”.", old=old.title, new=new.title
        )
    if old.prompt != new.prompt:
        yield gettext("“%(title)s” now asks: %(prompt)s", title=new.title, prompt=new.prompt)
    if old.level != new.level:
        yield gettext(
            "The labels of “%(title)s” are now %(new)s; they were %(old)s.",
            title=new.title,
            new=new.level,
            old=old.level,
        )
    of = gettext("Label of “%(title)s”", title=new.title)
    yield from _choices(old.labels, new.labels, what=of)
    if _stand_otherwise(old.label_names, new.label_names):
        yield gettext("The labels of “%(title)s” stand in another order.", title=new.title)


def _category_changes(old: Codebook, new: Codebook) -> Iterator[str]:
    yield from _choices(
        old.span_categories, new.span_categories, what=gettext("Category of loaded words")
    )
    described = {category.name: category.description for category in old.span_categories}
    for category in new.span_categories:
        if described.get(category.name, category.description) != category.description:
            yield gettext(
                "The category “%(title)s” is now described as: %(description)s",
                title=category.title,
                description=category.description,
            )
    if _stand_otherwise(old.category_names, new.category_names):
        yield gettext("The categories of loaded words stand in another order.")


def _stand_otherwise(old: Sequence[str], new: Sequence[str]) -> bool:
    """Tell whether what both hold stands in another order."""
    return [name for name in old if name in new] != [name for name in new if name in old]


def _choices(old: Sequence[_Named], new: Sequence[_Named], *, what: str) -> Iterator[str]:
    before = {each.name: each for each in old}
    names = {each.name for each in new}
    for each in new:
        earlier = before.get(each.name)
        if earlier is None:
            yield gettext("%(what)s: “%(title)s” is new.", what=what, title=each.title)
            continue
        if earlier.title != each.title:
            yield gettext(
                "%(what)s: “%(old)s” is now called “%(new)s”.",
                what=what,
                old=earlier.title,
                new=each.title,
            )
        if earlier.key != each.key:
            yield gettext(
                "%(what)s: “%(title)s” now has the key %(key)s.",
                what=what,
                title=each.title,
                key=each.key,
            )
    for each in old:
        if each.name not in names:
            yield gettext("%(what)s: “%(title)s” is gone.", what=what, title=each.title)
