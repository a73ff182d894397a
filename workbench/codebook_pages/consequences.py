"""What a change of the codebook means for what people have answered already."""

from collections.abc import Iterator

from workbench.codebook.codebook import Codebook, Question
from workbench.codebook_pages.queries import Given
from workbench.web.wording import term
from workbench.words import gettext, ngettext


def consequences(old: Codebook, new: Codebook, given: Given) -> tuple[str, ...]:
    """Say what becomes of answers and marks; () where nothing was given that a change touches."""
    before = {question.name: question for question in old.questions}
    after = {question.name: question for question in new.questions}
    sentences: list[str] = []
    for name, question in before.items():
        if name not in after and (n := given.answers(name)):
            sentences.append(_of_dropped(question, n))
    for name, question in after.items():
        if name in before:
            sentences += _of_labels(before[name], question, given)
        elif given.annotations:
            sentences.append(_of_new(question, given))
    return (*sentences, *_of_categories(old, new, given))


def _of_dropped(question: Question, n: int) -> str:
    return ngettext(
        "“%(title)s” has %(num)s answer. It stays and is exported; reports and adjudication "
        "no longer show the question.",
        "“%(title)s” has %(num)s answers. They stay and are exported; reports and adjudication "
        "no longer show the question.",
        n,
        title=question.title,
    )


def _of_new(question: Question, given: Given) -> str:
    return ngettext(
        "%(num)s annotation has no answer to “%(title)s”. Its paragraph does not come back for "
        "it: whoever gave it can add the answer under “Your annotations”.",
        "%(num)s annotations have no answer to “%(title)s”. Their paragraphs do not come back for "
        "it: whoever gave them can add the answer under “Your annotations”.",
        given.annotations,
        title=question.title,
    )


def _of_labels(old: Question, new: Question, given: Given) -> Iterator[str]:
    titles = {label.name: label.title for label in new.labels}
    for label in old.labels:
        n = given.labels.get((old.name, label.name), 0)
        if not n:
            continue
        if label.name not in titles:
            yield ngettext(
                "“%(label)s” was given %(num)s time as an answer to “%(title)s”. That answer stays "
                "and is exported; agreement leaves it out.",
                "“%(label)s” was given %(num)s times as an answer to “%(title)s”. Those answers "
                "stay and are exported; agreement leaves them out.",
                n,
                label=label.title,
                title=new.title,
            )
        elif titles[label.name] != label.title:
            yield ngettext(
                "“%(label)s” was given %(num)s time. It counts as “%(now)s” from now on: where "
                "that means something else, add a new label instead.",
                "“%(label)s” was given %(num)s times. They count as “%(now)s” from now on: where "
                "that means something else, add a new label instead.",
                n,
                label=label.title,
                now=titles[label.name],
            )
    if not (n := given.answers(old.name)):
        return
    if old.prompt != new.prompt:
        yield ngettext(
            "“%(title)s” has %(num)s answer to the old wording. It counts together with those to "
            "the new one; reports can be narrowed to a version of the codebook.",
            "“%(title)s” has %(num)s answers to the old wording. They count together with those to "
            "the new one; reports can be narrowed to a version of the codebook.",
            n,
            title=new.title,
        )
    if old.level != new.level:
        yield gettext(
            "Agreement on “%(title)s” is computed at the level “%(level)s”, for older answers too.",
            title=new.title,
            level=term(new.level),
        )


def _of_categories(old: Codebook, new: Codebook, given: Given) -> Iterator[str]:
    titles = {category.name: category.title for category in new.span_categories}
    for category in old.span_categories:
        n = given.marks.get(category.name, 0)
        if category.name not in titles and n:
            yield ngettext(
                "%(num)s word is marked as “%(category)s”. The mark stays and is exported; the "
                "category is offered no longer, and the lexicon’s terms of it are not suggested.",
                "%(num)s words are marked as “%(category)s”. The marks stay and are exported; the "
                "category is offered no longer, and the lexicon’s terms of it are not suggested.",
                n,
                category=category.title,
            )
