"""Lay an evaluation out as tables, which the terminal and the page both show."""

from collections.abc import Iterator
from dataclasses import dataclass

from workbench.evaluation.certainties import Certainty
from workbench.evaluation.evaluating import (
    BiasResult,
    Evaluation,
    Labels,
    SentimentResult,
    Slip,
    WordResult,
)

UNDEFINED = "–"


@dataclass(frozen=True)
class Table:
    """Hold one table: its title, a sentence on what it counts, its head and its rows.

    `shares` give each number's part of its row, where that is what a reader looks for.
    """

    title: str
    note: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[tuple[float, ...], ...] = ()


def tables(found: Evaluation) -> tuple[Table, ...]:
    """List the tables of what was measured, in the order of reading."""
    return tuple(_tables(found))


def as_text(found: Evaluation) -> str:
    """Write the tables for a terminal."""
    return "\n\n".join([heading(found), *map(table_as_text, tables(found))])


def table_as_text(table: Table) -> str:
    """Write one table for a terminal."""
    lines = [table.head, *table.rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(table.head))]
    written = ["  ".join(_padded(line, widths)).rstrip() for line in lines]
    return "\n".join([table.title, table.note, "", *written])


def heading(found: Evaluation) -> str:
    """Say what was held against what, and what to beware of."""
    said = (
        f"{found.model}, held against {found.gold}: {found.texts:,} texts of "
        f"{found.articles:,} articles."
    )
    return f"{said} {found.remark}".rstrip()


def findings(found: Evaluation) -> Iterator[str]:
    """Say what matters most of each part, in a sentence."""
    if found.words:
        hits = found.words.hits
        yield (
            f"Loaded words: F1 {number(hits.f1)}, precision {number(hits.precision)} and recall "
            f"{number(hits.recall)}, on {found.words.marked:,} marked words."
        )
    if found.bias:
        within, unseen = found.bias.outlets.within_auc, found.bias.outlets.unseen_macro_f1
        yield (
            f"Bias: AUC within outlet {number(within)}, macro-F1 on unseen outlets "
            f"{number(unseen)}, where the outlet’s name alone gives "
            f"{number(found.bias.outlets.outlet_only_macro_f1)}; n = {found.bias.labels.texts:,}."
        )
    if found.voice:
        yield f"Voice: macro-F1 {number(found.voice.macro_f1)}, n = {found.voice.texts:,}."
    if found.sentiment:
        yield (
            f"Sentiment: r = {number(found.sentiment.r)} with people’s mean, macro-F1 "
            f"{number(found.sentiment.labels.macro_f1)}; n = {found.sentiment.labels.texts:,}."
        )


def _padded(line: tuple[str, ...], widths: list[int]) -> list[str]:
    first, *rest = [
        cell.ljust(width) if place == 0 or not _is_number(cell) else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(line, widths, strict=True))
    ]
    return [first, *rest]


def _is_number(cell: str) -> bool:
    return cell == UNDEFINED or cell.replace(",", "").replace(".", "").lstrip("-−+").isdigit()


def _tables(found: Evaluation) -> Iterator[Table]:
    if found.words:
        yield from _of_words(found.words)
    if found.bias:
        yield from _of_bias(found.bias)
    if found.voice:
        yield _of_labels("Voice", found.voice)
    if found.sentiment:
        yield from _of_sentiment(found.sentiment)
    if found.certainty:
        yield _of_certainty(found.certainty)


def _of_words(words: WordResult) -> Iterator[Table]:
    hits = words.hits
    yield Table(
        "Loaded words",
        f"Of {words.marked:,} marked words in {words.texts:,} texts; a word is a run of letters "
        "and digits, hyphens part words, and one shared character counts as marked.",
        ("measure", "value", "n"),
        (
            ("precision", number(hits.precision), f"{hits.hits + hits.false_alarms:,}"),
            ("recall", number(hits.recall), f"{hits.hits + hits.misses:,}"),
            ("F1", number(hits.f1), f"{words.marked:,}"),
        ),
    )
    for title, slips in (
        ("Most frequent misses", words.misses),
        ("Most frequent false alarms", words.false_alarms),
    ):
        if slips:
            yield _of_slips(title, slips)


def _of_slips(title: str, slips: tuple[Slip, ...]) -> Table:
    return Table(
        title,
        "Each word with its times and a piece of the first text it stands in.",
        ("word", "times", "context"),
        tuple((slip.word, f"{slip.times:,}", " ".join(slip.context.split())) for slip in slips),
    )


def _of_bias(bias: BiasResult) -> Iterator[Table]:
    outlets = bias.outlets
    n = f"{bias.labels.texts:,}"
    placed = f"{sum(row.texts for row in outlets.rows):,}"
    yield Table(
        "Bias of a text",
        "Within-outlet AUC compares texts of one outlet only; unseen outlets are judged by the "
        "threshold that was best on the others. Read both beside what the outlet alone gives.",
        ("measure", "value", "n"),
        (
            ("macro-F1", number(bias.labels.macro_f1), n),
            ("AUC", number(bias.auc), n),
            ("AUC within outlet", number(outlets.within_auc), placed),
            ("macro-F1 on unseen outlets", number(outlets.unseen_macro_f1), placed),
            ("the same, mean over outlets", number(outlets.unseen_mean_macro_f1), placed),
            ("macro-F1 from the outlet alone", number(outlets.outlet_only_macro_f1), placed),
            ("calibration error", number(bias.calibration_error), n),
        ),
    )
    yield _of_confusion("Bias: labels and guesses", bias.labels)
    if outlets.rows:
        yield Table(
            "Bias by outlet",
            "An outlet whose texts all have one label has no AUC and no macro-F1.",
            ("outlet", "texts", "biased", "AUC", "macro-F1"),
            tuple(
                (
                    row.outlet,
                    f"{row.texts:,}",
                    f"{row.biased:,}",
                    number(row.auc),
                    number(row.macro_f1),
                )
                for row in outlets.rows
            ),
        )
    yield Table(
        "Calibration of the bias score",
        "A calibrated score of .7 is right for seven texts in ten.",
        ("score", "texts", "mean score", "share biased"),
        tuple(
            (
                f"{step.lowest:.1f} to {step.highest:.1f}",
                f"{step.count:,}",
                number(step.mean_score),
                number(step.share_true),
            )
            for step in bias.calibration
        ),
    )


def _of_sentiment(sentiment: SentimentResult) -> Iterator[Table]:
    n = f"{sentiment.labels.texts:,}"
    yield Table(
        "Sentiment",
        f"People's mean from {sentiment.margin:g} on is positive, from −{sentiment.margin:g} "
        "down negative.",
        ("measure", "value", "n"),
        (
            ("r with people's mean", number(sentiment.r), n),
            ("macro-F1", number(sentiment.labels.macro_f1), n),
        ),
    )
    yield _of_confusion("Sentiment: labels and guesses", sentiment.labels)
    yield Table(
        "Sentiment by score",
        "What people gave on average, on their own scale, by the score that was guessed.",
        ("score", "texts", "mean score", "people’s mean"),
        tuple(
            (
                f"{step.lowest:.1f} to {step.highest:.1f}".replace("-", "−"),
                f"{step.count:,}",
                number(step.mean_score),
                number(step.mean_given),
            )
            for step in sentiment.steps
        ),
    )


def _of_certainty(certainty: tuple[Certainty, ...]) -> Table:
    return Table(
        "Certainty of suggestions",
        "How many suggestions of each certainty were right; error is the mean distance of the two.",
        ("question", "certainty", "suggestions", "mean certainty", "share right", "error"),
        tuple(
            (
                one.question,
                f"{step.lowest:.1f} to {step.highest:.1f}",
                f"{step.count:,}",
                number(step.mean_score),
                number(step.share_true),
                number(one.error),
            )
            for one in certainty
            for step in one.steps
            if step.count
        ),
    )


def _of_labels(title: str, labels: Labels) -> Table:
    confusion = _of_confusion(title, labels)
    return Table(
        title,
        f"Macro-F1 {number(labels.macro_f1)}, n = {labels.texts:,}. {confusion.note}",
        confusion.head,
        confusion.rows,
        confusion.shares,
    )


def _of_confusion(title: str, labels: Labels) -> Table:
    return Table(
        title,
        "Texts by label (rows) and guess (columns).",
        ("label", *labels.names),
        tuple(
            (name, *(f"{count:,}" for count in row))
            for name, row in zip(labels.names, labels.table, strict=True)
        ),
        tuple(tuple(count / max(1, sum(row)) for count in row) for row in labels.table),
    )


def number(value: float | None) -> str:
    """Write a measure with three decimals, or a dash where it is undefined."""
    return UNDEFINED if value is None else f"{value:.3f}".replace("-", "−")
