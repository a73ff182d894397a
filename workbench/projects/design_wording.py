"""A study's design in sentences."""

from collections.abc import Iterator

from workbench.codebook.codebook import Codebook
from workbench.projects.designs import Design
from workbench.queue_order import QueueOrder
from workbench.words import gettext, lazy, within

CONTEXTS = {
    "paragraph": lazy("Each paragraph stands alone."),
    "neighbours": lazy("Each paragraph stands between its neighbours."),
    "article": lazy("Each paragraph stands in its whole article."),
}
OUTLETS = {
    "unnamed": lazy("The outlet is not printed above the text."),
    "hidden": lazy("The outlet is hidden in the text, too."),
    "shown": lazy("The outlet is shown."),
}


def sentences(design: Design, codebook: Codebook) -> tuple[str, ...]:
    """Say what a design does, one sentence for each choice.

    >>> sentences(Design(blind_percent=20), Codebook((), ()))[0]
    '20% of the paragraphs are blind, by lot.'
    """
    return (
        _blind(design.blind_percent),
        *_shown(design, codebook),
        str(CONTEXTS[design.context]),
        _outlet(design),
        *_again(design),
        *_order(design),
        *_gold(design),
    )


def _outlet(design: Design) -> str:
    if design.outlet in OUTLETS:
        return str(OUTLETS[design.outlet])
    return gettext(
        "The outlet is hidden on %(hidden_percent)s%% of the paragraphs, by lot.",
        hidden_percent=design.hidden_percent,
    )


def _again(design: Design) -> Iterator[str]:
    if design.repeat_percent:
        yield gettext(
            "%(percent)s%% of each person’s paragraphs come back hidden, after at least %(after)s "
            "others.",
            percent=design.repeat_percent,
            after=design.repeat_after,
        )
    if design.named_percent:
        yield gettext(
            "In a second pass %(percent)s%% of those answered with the outlet hidden are asked "
            "again with it shown.",
            percent=design.named_percent,
        )


def _order(design: Design) -> Iterator[str]:
    if design.queue_order == QueueOrder.UNSURE_ARTICLES:
        yield gettext(
            "The articles that the model is least sure of come first, and %(percent)s%% of the "
            "articles by lot.",
            percent=design.random_percent,
        )
    if design.queue_order == QueueOrder.UNSURE_PARAGRAPHS:
        yield gettext(
            "The paragraphs that the model is least sure of come first, and %(percent)s%% of the "
            "paragraphs by lot.",
            percent=design.random_percent,
        )


def _gold(design: Design) -> Iterator[str]:
    if design.gold_percent:
        yield gettext(
            "For each hundred other paragraphs, %(percent)s hidden gold ones are drawn by lot.",
            percent=design.gold_percent,
        )
    if design.pass_percent:
        yield gettext(
            "Who has fewer than %(percent)s%% of the training items as expected waits for a lead.",
            percent=design.pass_percent,
        )


def _blind(percent: int) -> str:
    if percent in (0, 100):
        return (
            gettext("Every paragraph is blind.") if percent else gettext("No paragraph is blind.")
        )
    return gettext("%(percent)s%% of the paragraphs are blind, by lot.", percent=percent)


def _shown(design: Design, codebook: Codebook) -> Iterator[str]:
    said = {"after": gettext("Suggested after a first answer"), "never": gettext("Never suggested")}
    for when, beginning in said.items():
        titles = [
            within(question.title)
            for question in codebook.questions
            if question.suggested_by and design.shows.get(question.name) == when
        ]
        if design.shows_words == when:
            titles.append(gettext("loaded words"))
        if titles:
            yield f"{beginning}: {', '.join(titles)}."
