"""What the page of influence says: rows of numbers that know what they rest on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from workbench.agreement import Effect
from workbench.codebook.codebook import Question, Source
from workbench.influence.outcomes import outcome_name
from workbench.influence.reveals import Changes
from workbench.influence.second_pass import SecondPass


@dataclass(frozen=True)
class Origin:
    """Say what was computed from what, with what, and when; `seed` starts the drawing anew.

    `drawn` is "random" for paragraphs alone that were given out by lot; `n_least_sure` counts
    judgements of those given out because a model was least sure of them, `n_imported` answers that
    were given elsewhere and imported: no lot stood behind their pages, and they are left out.
    """

    project: str
    is_demonstration: bool
    software_version: str
    codebook_version: int
    computed_at: datetime
    seed: int
    replicates: int
    drawn: str
    n_least_sure: int
    n_imported: int


@dataclass(frozen=True)
class Arm:
    """Count cases of one arm, and in how many of them the outcome happened."""

    cases: int
    hits: int

    @property
    def share(self) -> float | None:
        """Give the share of hits, None without a case."""
        return self.hits / self.cases if self.cases else None


@dataclass(frozen=True)
class Compared:
    """Hold an effect with the cases of both arms."""

    effect: Effect
    shown: Arm
    withheld: Arm


@dataclass(frozen=True)
class SuggestionInfluence:
    """Hold how far the suggestion moves the answers to one question.

    `wrong` is the same among suggestions that the reference contradicts; of the references
    `n_adjudicated` are final labels and `n_by_others` the majority of others' blind answers.
    """

    question: Question
    following: Compared
    wrong: Compared
    n_adjudicated: int
    n_by_others: int


@dataclass(frozen=True)
class SuggestedBy:
    """Count the suggestions for a question that came from one source, by arm.

    `question` is "" for loaded words. `source` is that of the codebook, "lexicon", or "model" for
    the learned model of this number.
    """

    question: str
    title: str
    source: str
    model: int | None
    n_shown: int
    n_withheld: int


@dataclass(frozen=True)
class WordCounts:
    """Count suggested words of one arm, and what became of them; `added` are a person's own.

    Where nothing was shown, nothing was kept, recategorised or rejected: all marks are added.
    """

    paragraphs: int
    words: int
    marked: int
    kept: int
    recategorised: int
    rejected: int
    added: int


@dataclass(frozen=True)
class WordInfluence:
    """Hold how far suggested loaded words move what is marked."""

    effect: Effect
    shown: WordCounts
    withheld: WordCounts


@dataclass(frozen=True)
class OutletInfluence:
    """Hold how far the outlet's name moves one outcome of a question.

    `label` is the label whose share is compared, None where it is the place on the scale of the
    labels from 0 to 1. `comparisons` belong together: p-values are adjusted for them.
    """

    question: Question
    label: str | None
    comparisons: int
    effect: Effect
    n_shown: int
    n_withheld: int

    @property
    def outcome(self) -> str:
        """Name what is compared."""
        return outcome_name(self.question, self.label)


@dataclass(frozen=True)
class TimeInfluence:
    """Hold the ratio of active times, shown to withheld, and how many times there are of each."""

    effect: Effect
    n_shown: int
    n_withheld: int


@dataclass(frozen=True)
class InfluenceReport:
    """Hold all that the page shows.

    `annotators` are account ids: an effect names annotators by their place among them.
    `n_judgements` were made under any design, of which `n_drawn` had both arms of the suggestion
    open to the lot and `n_drawn_outlets` both of the outlet. `changes` tell what became of first
    answers after a reveal, drawn by lot or not. `sources` say what made the suggestions that were
    drawn for; `reads_surroundings` that news scores leaned on the paragraphs around theirs.
    """

    origin: Origin
    annotators: tuple[int, ...]
    n_judgements: int
    n_drawn: int
    n_drawn_outlets: int
    suggestions: tuple[SuggestionInfluence, ...]
    sources: tuple[SuggestedBy, ...]
    reads_surroundings: bool
    words: WordInfluence
    times: TimeInfluence
    outlets: tuple[OutletInfluence, ...]
    outlet_times: TimeInfluence
    changes: tuple[Changes, ...]
    second_pass: SecondPass | None

    @property
    def leans_on_surroundings(self) -> bool:
        """Tell whether suggestions that were drawn for leaned on the paragraphs around theirs."""
        return self.reads_surroundings and any(one.source == Source.NEWS for one in self.sources)

    def by_annotator(self, effect: Effect) -> Mapping[int, float]:
        """Give the difference of each annotator who has both arms, by account id."""
        return {self.annotators[place]: value for place, value in effect.by_annotator}
