"""Say what there is to learn from, and what is missing, before anybody waits for a job."""

from dataclasses import dataclass

from workbench.articles.first_guesses import SAID
from workbench.codebook.codebook import Codebook
from workbench.evaluation.gold import VOICE_NAMES
from workbench.learning.fitting import FEWEST_TEXTS
from workbench.model_pages import reading
from workbench.words import gettext, lazy, ngettext

FEWEST_OF_A_SIDE = 2
FEWEST_ARTICLES = 2
_TITLES = {
    "words": lazy("Loaded words"),
    "bias": lazy("Bias"),
    "voice": lazy("Voice"),
    "sentiment": lazy("Sentiment"),
}
_SIDES = {"marked": lazy("marked"), "without a mark": lazy("without a mark")}


@dataclass(frozen=True)
class Readiness:
    """Say what can be learned from now, and one sentence for everything that is missing."""

    paragraphs: int
    articles: int
    learnable: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def is_ready(self) -> bool:
        """Tell whether there is anything to learn."""
        return bool(self.learnable)


def readiness(project_id: int, codebook: Codebook) -> Readiness:
    """Count what annotators gave, by what could be learned from it."""
    served = reading.served_questions(codebook)
    counts = reading.label_counts(project_id, served.values())
    counted = reading.reading_counts(project_id)
    asked, marked = counted.asked_for_words, counted.marked
    learnable, missing = [], []
    sides = {"words": {"marked": marked, "without a mark": asked - marked}}
    for part, question in served.items():
        sides[part] = {
            label: counts.get((question, label), 0)
            for label in codebook.question(question).label_names
            if label in _labels(part)
        }
    for part, found in sides.items():
        lack = _lack(part, asked if part == "words" else sum(found.values()), found)
        if lack:
            missing.append(lack)
        else:
            learnable.append(part)
    if counted.articles < FEWEST_ARTICLES:
        learnable = []
        missing.insert(
            0,
            gettext(
                "Answers from at least two articles are needed, so that a model can be checked."
            ),
        )
    return Readiness(counted.paragraphs, counted.articles, tuple(learnable), tuple(missing))


def _labels(part: str) -> tuple[str, ...]:
    return {
        "bias": ("biased", "not_biased"),
        "voice": VOICE_NAMES,
        "sentiment": ("negative", "neutral", "positive"),
    }[part]


def _lack(part: str, total: int, sides: dict[str, int]) -> str:
    name = str(_TITLES[part])
    if total < FEWEST_TEXTS:
        return ngettext(
            "%(name)s: %(num)s paragraph so far; %(fewest)s are needed.",
            "%(name)s: %(num)s paragraphs so far; %(fewest)s are needed.",
            total,
            name=name,
            fewest=FEWEST_TEXTS,
        )
    enough = [label for label, count in sides.items() if count >= FEWEST_OF_A_SIDE]
    # Each voice is told from the two others; a sentiment needs no more than two sides.
    if len(enough) >= (len(sides) if part == "voice" else 2):
        return ""
    few = min(sides, key=lambda label: sides[label])
    return gettext(
        "%(name)s: hardly any paragraph is %(side)s; at least %(fewest)s on either side are "
        "needed.",
        name=name,
        side=_SIDES.get(few) or SAID.get(few, few),
        fewest=FEWEST_OF_A_SIDE,
    )
