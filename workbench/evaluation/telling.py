"""Say in sentences what an evaluation found, and how its intervals were made."""

from collections.abc import Iterator

from workbench.evaluation.evaluating import Evaluation
from workbench.evaluation.undefined import undefined
from workbench.evaluation.wording import INTERVAL, NAMES, UNDEFINED, interval_as_text, number


def heading(found: Evaluation) -> str:
    """Say what was held against what, and what to beware of."""
    articles = f"of {found.articles:,} articles" if found.articles else "that name no article"
    said = f"{found.model}, held against {found.gold}: {found.texts:,} texts {articles}."
    return f"{said} {found.remark}".rstrip()


def said_of_intervals(found: Evaluation) -> Iterator[str]:
    """Say how the intervals were made, and which of them are missing, and why."""
    made = found.intervals
    if made is None:
        return
    how = (
        f"{INTERVAL}s: {made.replicates:,} draws of {made.units:,} {made.unit} with replacement, "
        f"{made.method} limits, seed {made.seed}."
    )
    yield f"{how} {made.remark}".rstrip()
    missing: dict[str, list[str]] = {}
    without_value = undefined(found)
    for name, limits in made.limits.items():
        # Of what is undefined itself the reason is said by itself.
        if limits.withheld and name not in without_value:
            missing.setdefault(limits.withheld, []).append(NAMES[name])
    for outlet, measures in made.outlets.items():
        reasons = {limits.withheld for limits in measures.values() if limits.withheld}
        for reason in sorted(reasons):
            missing.setdefault(reason, []).append(outlet)
    for reason, names in missing.items():
        yield f"No interval for {', '.join(names)}: {reason[0].lower()}{reason[1:]}"


def said_of_undefined(found: Evaluation) -> Iterator[str]:
    """Say why measures of what was labelled are missing, in a sentence for each reason."""
    missing: dict[str, list[str]] = {}
    for name, reason in undefined(found).items():
        if name in NAMES:
            missing.setdefault(reason, []).append(NAMES[name])
    for reason, names in missing.items():
        yield f"Undefined, {', '.join(names)}: {reason[0].lower()}{reason[1:]}"


def findings(found: Evaluation) -> Iterator[str]:
    """Say what matters most of each part, in a sentence."""
    limits = found.intervals.limits if found.intervals else {}

    def said(value: float | None, name: str) -> str:
        interval = interval_as_text(limits.get(name))
        return number(value) if interval == UNDEFINED else f"{number(value)} ({interval})"

    if found.words:
        hits = found.words.hits
        yield (
            f"Loaded words: F1 {said(hits.f1, 'word_f1')}, precision "
            f"{said(hits.precision, 'word_precision')} and recall "
            f"{said(hits.recall, 'word_recall')}, on {found.words.marked:,} marked words."
        )
    if found.bias:
        within, unseen = found.bias.outlets.within_auc, found.bias.outlets.unseen_macro_f1
        yield (
            f"Bias: AUC within outlet {said(within, 'bias_within_outlet_auc')}, macro-F1 on "
            f"unseen outlets {said(unseen, 'bias_unseen_macro_f1')}, where the outlet’s name alone "
            f"gives {said(found.bias.outlets.outlet_only_macro_f1, 'outlet_only_macro_f1')}; "
            f"n = {found.bias.labels.texts:,}."
        )
    if found.voice:
        yield (
            f"Voice: macro-F1 {said(found.voice.macro_f1, 'voice_macro_f1')}; "
            f"n = {found.voice.texts:,}."
        )
    if found.sentiment:
        yield (
            f"Sentiment: r = {said(found.sentiment.r, 'sentiment_r')} with people’s mean, macro-F1 "
            f"{said(found.sentiment.labels.macro_f1, 'sentiment_macro_f1')}; "
            f"n = {found.sentiment.labels.texts:,}."
        )
