"""Choose what of an evaluation is drawn, and say in words what each figure shows."""

import math
from collections.abc import Sequence

from workbench.evaluation.certainties import Certainty
from workbench.evaluation.evaluating import BiasResult, Evaluation, SentimentResult, WordResult
from workbench.evaluation.figures import Axis, Bar, Figure, Point, bars, curve
from workbench.evaluation.intervals import Intervals, Limits
from workbench.evaluation.metrics import Bin
from workbench.evaluation.wording import interval_as_text, number

_SHARE = Axis("", 0.0, 1.0)


def figures(found: Evaluation) -> dict[str, tuple[Figure, ...]]:
    """Give the figures by the title of the table that holds their numbers."""
    drawn: dict[str, tuple[Figure, ...]] = {}
    if found.words:
        drawn["Loaded words"] = (_of_words(found.words, found.intervals),)
    if found.bias:
        if any(row.auc is not None for row in found.bias.outlets.rows):
            drawn["Bias by outlet"] = (_by_outlet(found.bias, found.intervals),)
        drawn["Calibration of the bias score"] = (
            _calibration(
                found.bias.calibration,
                ("bias score", "share biased"),
                caption="Share of texts that people call biased, by the score they were given. "
                "On the dashed line a score is a probability; larger points hold more texts.",
                alt="Share of biased texts by score",
            ),
        )
    if found.sentiment:
        drawn["Sentiment by score"] = (_of_sentiment(found.sentiment),)
    if found.certainty:
        drawn["Certainty of suggestions"] = tuple(map(_of_certainty, found.certainty))
    return drawn


def _of_words(words: WordResult, made: Intervals | None) -> Figure:
    hits = words.hits
    limits = made.limits if made else {}
    named = (
        ("precision", hits.precision, "word_precision"),
        ("recall", hits.recall, "word_recall"),
        ("F1", hits.f1, "word_f1"),
    )
    known = [
        _bar(called, value, limits.get(name)) for called, value, name in named if value is not None
    ]
    return Figure(
        caption=f"How many guessed words people marked (precision), how many of the "
        f"{words.marked:,} marked words were guessed (recall), and both in one (F1)."
        + _said_of_lines(known),
        alt="; ".join(f"{bar.label} {bar.said}" for bar in known),
        svg=bars(known),
    )


def _bar(label: str, value: float, limits: Limits | None) -> Bar:
    if limits is None or limits.low is None or limits.high is None:
        return Bar(label, value, number(value))
    said = f"{number(value)} ({interval_as_text(limits)})"
    return Bar(label, value, said, (limits.low, limits.high))


def _said_of_lines(rows: Sequence[Bar]) -> str:
    return " Thin lines are the 95% intervals." if any(row.limits for row in rows) else ""


def _by_outlet(bias: BiasResult, made: Intervals | None) -> Figure:
    limits = made.outlets if made else {}
    rows = [
        _bar(f"{row.outlet}, n = {row.texts:,}", row.auc, limits.get(row.outlet, {}).get("auc"))
        for row in bias.outlets.rows
        if row.auc is not None
    ]
    return Figure(
        caption="AUC among the texts of one outlet: how often a biased one scores higher than "
        "one that is not. Of few texts it says little." + _said_of_lines(rows),
        alt="AUC within outlet: " + "; ".join(f"{row.label}: {row.said}" for row in rows),
        svg=bars(rows, line=0.5, said="chance"),
    )


def _of_sentiment(sentiment: SentimentResult) -> Figure:
    points = [
        Point(step.mean_score, step.mean_given, step.count)
        for step in sentiment.steps
        if step.mean_score is not None and step.mean_given is not None
    ]
    reach = _round_number_from(max((abs(point.y) for point in points), default=0.0))
    return Figure(
        caption="Mean of what people gave, by the score that was guessed. Larger points hold "
        "more texts.",
        alt="People's mean by guessed score: "
        + "; ".join(f"{number(point.x)}: {number(point.y)}" for point in points),
        svg=curve(points, Axis("guessed score", -1.0, 1.0), Axis("people’s mean", -reach, reach)),
    )


def _round_number_from(value: float) -> float:
    """Give the next round number that is not smaller.

    >>> _round_number_from(1.42), _round_number_from(43)
    (1.5, 50.0)
    """
    if not value:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(first * power for first in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if first * power >= value)


def _of_certainty(certainty: Certainty) -> Figure:
    return _calibration(
        certainty.steps,
        ("certainty", "share right"),
        caption=f"{certainty.question.capitalize()}: share of {certainty.suggestions:,} "
        f"suggestions that were right, by certainty; mean error {number(certainty.error)}.",
        alt=f"Share of right suggestions for {certainty.question} by certainty",
    )


def _calibration(
    steps: tuple[Bin, ...], titles: tuple[str, str], *, caption: str, alt: str
) -> Figure:
    points = [
        Point(step.mean_score, step.share_true, step.count)
        for step in steps
        if step.mean_score is not None and step.share_true is not None
    ]
    across, up = (Axis(title, _SHARE.low, _SHARE.high) for title in titles)
    said = "; ".join(f"{number(point.x)}: {number(point.y)}" for point in points)
    return Figure(caption, f"{alt}: {said}", curve(points, across, up, dashed=(0.0, 1.0)))
