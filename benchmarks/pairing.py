"""How often the report on the second pass finds a change that is there, or is not."""

from dataclasses import dataclass

import numpy as np

from benchmarks.options import Options
from benchmarks.results import Result
from workbench.agreement.effects import Effect
from workbench.agreement.paired import Pairs, change_between, difference_of_changes

NAME = "second-pass"


@dataclass(frozen=True)
class Study:
    """Describe a study: its annotators, what each answers twice, and what moves the answers.

    An answer is one of two labels. A second look changes 10% of the answers to either side alike,
    and turns `second_look` of those that are left to the first label; an outlet that is shown turns
    `outlet` of what is left then, by annotator with a deviation of `spread`.
    """

    annotators: int
    named: int
    repeats: int
    outlet: float
    second_look: float = 0.0
    spread: float = 0.0

    @property
    def words(self) -> str:
        """Name the study in a table."""
        parts = [
            f"{self.annotators} annotators × {self.named} and {self.repeats} repeats",
            f"outlet {100 * self.outlet:.0f} points",
        ]
        if self.second_look:
            parts.append(f"second look {100 * self.second_look:.0f} points")
        if self.spread:
            parts.append(f"± {self.spread:.0%} by annotator")
        return ", ".join(parts)


STUDIES = (
    Study(2, 100, 50, 0.0),
    Study(5, 60, 20, 0.0),
    Study(10, 100, 50, 0.0),
    Study(10, 100, 50, 0.0, 0.1),
    Study(5, 60, 20, 0.0, 0.0, 0.1),
    Study(5, 60, 20, 0.1),
    Study(10, 100, 50, 0.1),
    Study(10, 100, 50, 0.1, 0.1),
    Study(10, 100, 100, 0.1, 0.0, 0.1),
    Study(20, 200, 200, 0.0),
)


def run(options: Options) -> list[Result]:
    """Simulate studies, and count what the report says of them."""
    times = options.size(400, quick=100, tiny=3)
    replicates = options.size(400, quick=200, tiny=20)
    found = []
    for study in STUDIES[: options.size(len(STUDIES), quick=len(STUDIES), tiny=1)]:
        pairs = [_reported(study, seed, replicates) for seed in range(times)]
        changes, differences = zip(*pairs, strict=True)
        believed = _share(differences, "effect")
        beside = {
            "change alone reported": _share(changes, "effect"),
            "“not powered”": _share(differences, "not_powered"),
            "“small”": _share(differences, "small"),
            "interval holds the effect": _held(differences, study.outlet),
        }
        # None of so many is not never.
        values = (max(believed, 1 / (times + 1)),)
        found.append(Result(NAME, study.words, "report a difference", values, None, beside))
    return found


def _reported(study: Study, seed: int, replicates: int) -> tuple[Effect, Effect]:
    rng = np.random.default_rng([seed, study.annotators, study.named])
    moved = study.outlet + rng.normal(0, study.spread, study.annotators)
    named = _pairs(study, study.named, moved, rng)
    repeats = _pairs(study, study.repeats, np.zeros(study.annotators), rng)
    return (
        change_between(named, rng=rng, replicates=replicates).effect,
        difference_of_changes(named, repeats, rng=rng, replicates=replicates),
    )


def _pairs(study: Study, n: int, moved: np.ndarray, rng: np.random.Generator) -> Pairs:
    people = np.repeat(np.arange(study.annotators), n)
    before = rng.random(len(people)) < 0.5
    wavers = rng.random(len(people)) < 0.1
    # Half of the answers that do not waver could still move: so many have to for the points meant.
    pull = (study.second_look + moved[people]) / (0.5 * 0.9)
    is_pulled = rng.random(len(people)) < np.abs(pull)
    after = np.where(wavers, ~before, np.where(is_pulled, pull > 0, before))
    return Pairs(people, before.astype(np.float64), after.astype(np.float64))


def _share(effects: tuple[Effect, ...], verdict: str) -> float:
    return float(np.mean([effect.verdict == verdict for effect in effects]))


def _held(effects: tuple[Effect, ...], true: float) -> float:
    limits = [effect.limits for effect in effects if effect.limits is not None]
    return float(np.mean([low <= true <= high for low, high in limits]))
