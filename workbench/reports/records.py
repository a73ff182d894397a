"""The frozen rows of a whole report."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from workbench.agreement import Pace
from workbench.reports.question import QuestionAgreement
from workbench.reports.repeats import SpanRepeats
from workbench.reports.selection import Selection
from workbench.reports.spans import SpanReport
from workbench.reports.suggesting import Suggesting


@dataclass(frozen=True)
class Lot:
    """Hold what a study design decides by lot, in percent; None where it does so for all alike."""

    design: int
    blind_percent: int | None
    hidden_percent: int | None


@dataclass(frozen=True)
class Origin:
    """Say what a report was computed from, with what, and when.

    `annotations_by_version` counts them by the codebook version they were made under, `n_imported`
    those of them that were given elsewhere and imported, `n_revealed` those after a first answer
    whose suggestions were then revealed, `n_least_sure` those of paragraphs that were given out
    because the model was unsure of them, `n_gold` those of gold paragraphs. `lots` are those of all
    study designs that had one, oldest first. `suggesting` says which score suggested under the
    codebook versions counted, `models_used` which learned models suggested, and
    `reads_surroundings` whether a news score leaned on the paragraphs around. Beside them stand
    `n_repeats` hidden repeats and `n_named` paragraphs of a second pass, each answered both times.
    """

    project: str
    is_demonstration: bool
    software_version: str
    codebook_version: int
    annotations_by_version: Mapping[int, int]
    computed_at: datetime
    selection: Selection
    n_articles: int
    n_imported: int
    n_revealed: int
    n_repeats: int
    n_named: int
    n_least_sure: int
    n_gold: int
    lots: tuple[Lot, ...]
    suggesting: tuple[Suggesting, ...]
    models_used: tuple[int, ...]
    reads_surroundings: bool

    @property
    def n_annotations(self) -> int:
        """Count the annotations that the report counts."""
        return sum(self.annotations_by_version.values())


@dataclass(frozen=True)
class AnnotatorPace:
    """Hold how long an annotator is at work on a word."""

    annotator: int
    pace: Pace


@dataclass(frozen=True)
class AgreementReport:
    """Hold all that the agreement page shows."""

    origin: Origin
    questions: tuple[QuestionAgreement, ...]
    spans: SpanReport
    span_repeats: SpanRepeats | None
    paces: tuple[AnnotatorPace, ...]

    @property
    def n_paragraphs(self) -> int:
        """Count the paragraphs on which labels or spans of two annotators can be compared."""
        return max(
            self.spans.exact.statistic.n_items,
            *(found.alpha.n_items for found in self.questions),
            0,
        )

    @property
    def has_intervals(self) -> bool:
        """Tell whether any coefficient of a question, or any F1, has an interval."""
        estimates = [one for found in self.questions for one in found.headline]
        intervals = [one.interval for one in (*estimates, *self.spans.estimates)]
        intervals += [one.interval for found in self.questions for one in found.labels]
        return any(interval.withheld is None for interval in intervals)

    @property
    def has_paces(self) -> bool:
        """Tell whether any annotator's time is known."""
        return any(one.pace.n for one in self.paces)

    @property
    def n_annotators(self) -> int:
        """Count the annotators whose annotations the report counts."""
        return len(self.paces)

    def contested_ids(self) -> frozenset[int]:
        """Give the ids of the paragraphs that the report shows as the most contested."""
        return frozenset(
            int(str(item.item)) for found in self.questions for item in found.contest.most
        )
