"""How often the anchoring report finds an effect that is there, or is not: power, type-I error."""

from dataclasses import dataclass

import numpy as np

from benchmarks.options import Options
from benchmarks.results import Result
from workbench.agreement.anchoring import Arms, Trial, effect_of_showing
from workbench.agreement.effects import Effect
from workbench.arms import replay

NAME = "anchoring"
SHARE = 0.5


@dataclass(frozen=True)
class Study:
    """Describe a study: its annotators, the labels of each, and what showing does.

    A label is the suggestion in 60 % of cases where it is withheld, more or less by the
    annotator's own habit; showing adds `effect`, by annotator with a deviation of `spread`.
    """

    annotators: int
    labels: int
    effect: float
    spread: float = 0.0

    @property
    def words(self) -> str:
        """Name the study in a table."""
        differing = f", ± {self.spread:.0%} by annotator" if self.spread else ""
        return (
            f"{self.annotators} annotators × {self.labels} labels, "
            f"effect {100 * self.effect:.0f} points{differing}"
        )


@dataclass(frozen=True)
class ReplayedDraw:
    """Draw every annotator's arms by the biased coin that drew them."""

    annotators: int
    labels: int

    def __call__(self, rng: np.random.Generator, replicates: int) -> Arms:
        """Replay the coin for one annotator after the other."""
        strata = ["all"] * self.labels
        return np.hstack(
            [
                ~replay(strata, share=SHARE, replicates=replicates, random=rng)
                for _ in range(self.annotators)
            ]
        )


STUDIES = (
    Study(2, 100, 0.0),
    Study(5, 60, 0.0),
    Study(5, 60, 0.0, 0.1),
    Study(10, 100, 0.0),
    Study(5, 60, 0.1),
    Study(5, 200, 0.1),
    Study(10, 100, 0.1),
    Study(10, 100, 0.1, 0.1),
    Study(5, 200, 0.2),
    Study(20, 400, 0.0),
)


def run(options: Options) -> list[Result]:
    """Simulate studies, and count what the report says of them."""
    times = options.size(400, quick=60, tiny=3)
    replicates = options.size(400, quick=200, tiny=20)
    found = []
    for study in STUDIES[: options.size(len(STUDIES), quick=5, tiny=1)]:
        effects = [_reported(study, seed, replicates) for seed in range(times)]
        believed = np.mean([effect.verdict == "effect" for effect in effects])
        beside = {
            "“not powered”": _share(effects, "not_powered"),
            "“small”": _share(effects, "small"),
            "interval holds the effect": _held(effects, study.effect),
        }
        # None of so many is not never.
        values = (max(float(believed), 1 / (times + 1)),)
        found.append(Result(NAME, study.words, "report an effect", values, None, beside))
    return found


def _reported(study: Study, seed: int, replicates: int) -> Effect:
    rng = np.random.default_rng([seed, study.annotators, study.labels])
    draw = ReplayedDraw(study.annotators, study.labels)
    is_shown = draw(rng, 1)[0]
    annotators = np.repeat(np.arange(study.annotators), study.labels)
    habit = 0.6 + rng.normal(0, 0.1, study.annotators)
    moved = study.effect + rng.normal(0, study.spread, study.annotators)
    chance = np.clip(habit[annotators] + is_shown * moved[annotators], 0, 1)
    hits = (rng.random(len(chance)) < chance).astype(np.float64)
    trial = Trial(annotators, is_shown, hits, np.ones(len(hits)))
    return effect_of_showing(trial, draw, rng=rng, replicates=replicates)


def _share(effects: list[Effect], verdict: str) -> float:
    return float(np.mean([effect.verdict == verdict for effect in effects]))


def _held(effects: list[Effect], true: float) -> float:
    limits = [effect.limits for effect in effects if effect.limits is not None]
    return float(np.mean([low <= true <= high for low, high in limits]))
