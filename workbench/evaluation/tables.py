"""Lay an evaluation out as tables, which the terminal and the page both show."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workbench.evaluation.certainties import Certainty
from workbench.evaluation.clarities import THRESHOLDS, Clarity, FromClarity
from workbench.evaluation.evaluating import (
    BiasResult,
    Evaluation,
    Labels,
    SentimentResult,
    Slip,
    WordResult,
)
from workbench.evaluation.intervals import Intervals
from workbench.evaluation.outlets import OutletRow
from workbench.evaluation.telling import heading, said_of_intervals, said_of_undefined
from workbench.evaluation.wording import INTERVAL, UNDEFINED, interval_as_text, number


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
    said = [heading(found), *said_of_intervals(found), *said_of_undefined(found)]
    return "\n\n".join([*said, *map(table_as_text, tables(found))])


def table_as_text(table: Table) -> str:
    """Write one table for a terminal."""
    lines = [table.head, *table.rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(table.head))]
    written = ["  ".join(_padded(line, widths)).rstrip() for line in lines]
    return "\n".join([table.title, table.note, "", *written])


def _padded(line: tuple[str, ...], widths: list[int]) -> list[str]:
    first, *rest = [
        cell.ljust(width) if place == 0 or not _is_number(cell) else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(line, widths, strict=True))
    ]
    return [first, *rest]


def _is_number(cell: str) -> bool:
    return (
        cell == UNDEFINED
        or " to " in cell
        or cell.replace(",", "").replace(".", "").lstrip("-−+").isdigit()
    )


def _tables(found: Evaluation) -> Iterator[Table]:
    made = found.intervals
    if found.words:
        yield from _of_words(found.words, made)
    if found.bias:
        yield from _of_bias(found.bias, made)
    if found.voice:
        yield from _of_voice(found.voice, made)
    if found.sentiment:
        yield from _of_sentiment(found.sentiment, made)
    if found.certainty:
        yield _of_certainty(found.certainty)
    if found.clarity:
        yield _of_clarity(found.clarity)


Row = tuple[str, float | None, str, str]
"""A measure: how it is called, its value, its name among the intervals, and its n."""


def _measures(title: str, note: str, rows: Iterable[Row], made: Intervals | None) -> Table:
    """Lay measures out, with their intervals where these were made."""
    if made is None:
        plain = tuple((called, number(value), n) for called, value, _, n in rows)
        return Table(title, note, ("measure", "value", "n"), plain)
    with_limits = tuple(
        (called, number(value), interval_as_text(made.limits.get(name)), n)
        for called, value, name, n in rows
    )
    return Table(title, note, ("measure", "value", INTERVAL, "n"), with_limits)


def _of_words(words: WordResult, made: Intervals | None) -> Iterator[Table]:
    hits = words.hits
    yield _measures(
        "Loaded words",
        f"Of {words.marked:,} marked words in {words.texts:,} texts; a word is a run of letters "
        "and digits, hyphens part words, and one shared character counts as marked.",
        (
            ("precision", hits.precision, "word_precision", f"{hits.hits + hits.false_alarms:,}"),
            ("recall", hits.recall, "word_recall", f"{hits.hits + hits.misses:,}"),
            ("F1", hits.f1, "word_f1", f"{words.marked:,}"),
        ),
        made,
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


def _of_bias(bias: BiasResult, made: Intervals | None) -> Iterator[Table]:
    outlets = bias.outlets
    n = f"{bias.labels.texts:,}"
    placed = f"{sum(row.texts for row in outlets.rows):,}"
    unseen, unseen_mean = outlets.unseen_macro_f1, outlets.unseen_mean_macro_f1
    only = outlets.outlet_only_macro_f1
    yield _measures(
        "Bias of a text",
        "Within-outlet AUC compares texts of one outlet only; unseen outlets are judged by the "
        "threshold that was best on the others. Read both beside what the outlet alone gives.",
        (
            ("macro-F1", bias.labels.macro_f1, "bias_macro_f1", n),
            ("AUC", bias.auc, "bias_auc", n),
            ("AUC within outlet", outlets.within_auc, "bias_within_outlet_auc", placed),
            ("macro-F1 on unseen outlets", unseen, "bias_unseen_macro_f1", placed),
            ("the same, mean over outlets", unseen_mean, "bias_unseen_mean_macro_f1", placed),
            ("macro-F1 from the outlet alone", only, "outlet_only_macro_f1", placed),
            ("calibration error", bias.calibration_error, "", n),
        ),
        made,
    )
    yield _of_confusion("Bias: labels and guesses", bias.labels)
    if outlets.rows:
        yield Table(
            "Bias by outlet",
            "An outlet whose texts all have one label has no AUC and no macro-F1.",
            ("outlet", "texts", "biased", *_with_limits("AUC", "macro-F1", made=made)),
            tuple(_outlet(row, made) for row in outlets.rows),
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


def _with_limits(*heads: str, made: Intervals | None) -> tuple[str, ...]:
    return tuple(name for head in heads for name in ((head,) if made is None else (head, INTERVAL)))


def _outlet(row: OutletRow, made: Intervals | None) -> tuple[str, ...]:
    counts = (row.outlet, f"{row.texts:,}", f"{row.biased:,}")
    auc, macro = number(row.auc), number(row.macro_f1)
    if made is None:
        return (*counts, auc, macro)
    limits = made.outlets.get(row.outlet, {})
    of_auc, of_macro = (interval_as_text(limits.get(name)) for name in ("auc", "macro_f1"))
    return (*counts, auc, of_auc, macro, of_macro)


def _of_voice(voice: Labels, made: Intervals | None) -> Iterator[Table]:
    n = f"{voice.texts:,}"
    yield _measures(
        "Voice",
        "Macro-F1 over the voices that occur: each counts alike, however rare it is.",
        (("macro-F1", voice.macro_f1, "voice_macro_f1", n),),
        made,
    )
    yield _of_confusion("Voice: labels and guesses", voice)


def _of_sentiment(sentiment: SentimentResult, made: Intervals | None) -> Iterator[Table]:
    n = f"{sentiment.labels.texts:,}"
    macro = sentiment.labels.macro_f1
    yield _measures(
        "Sentiment",
        f"People's mean from {sentiment.margin:g} on is positive, from −{sentiment.margin:g} "
        "down negative.",
        (
            ("r with people's mean", sentiment.r, "sentiment_r", n),
            ("macro-F1", macro, "sentiment_macro_f1", n),
        ),
        made,
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


def _of_clarity(clarity: tuple[Clarity, ...]) -> Table:
    return Table(
        "Clarity of suggestions",
        "The share that is right of what is suggested from a clarity on, and how many these are.",
        ("question", "suggested", *(f"from {threshold:.1f}" for threshold in THRESHOLDS)),
        tuple((one.question, one.label, *map(_of_step, one.steps)) for one in clarity),
    )


def _of_step(step: FromClarity) -> str:
    share = number(step.right / step.suggestions) if step.suggestions else UNDEFINED
    return f"{share} ({step.suggestions:,})"


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
