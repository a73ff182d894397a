"""How agreement and the use of labels move over time, and with the guidelines."""

from datetime import date

import numpy as np

from workbench.agreement import Stretch, drift
from workbench.reports.matrices import LabelledQuestion
from workbench.said_later import later

MOST_WEEKS = 26
"""Above this, months are compared."""


def by_period(found: LabelledQuestion, *, rng: np.random.Generator) -> tuple[Stretch, ...]:
    """Compare weeks, or months in a long study; () where all labels are of one."""
    given = found.matrix.codes >= 0
    days = np.unique(found.days[given])
    names = [_week(day) for day in days.tolist()]
    if len(set(names)) > MOST_WEEKS:
        names = [f"{date.fromordinal(day):%Y-%m}" for day in days.tolist()]
    wanted = list(dict.fromkeys(names))
    if len(wanted) < 2:
        return ()
    stretch_of = np.array([wanted.index(name) for name in names])
    stretches = stretch_of[np.searchsorted(days, np.where(given, found.days, days[0]))]
    return drift(found.matrix, stretches, wanted, rng=rng, clusters=found.articles)


def by_version(found: LabelledQuestion, *, rng: np.random.Generator) -> tuple[Stretch, ...]:
    """Compare versions of the codebook and guidelines; () where all labels are of one."""
    given = found.matrix.codes >= 0
    versions = np.unique(found.versions[given])
    if len(versions) < 2:
        return ()
    stretches = np.searchsorted(versions, np.where(given, found.versions, versions[0]))
    return drift(
        found.matrix,
        stretches,
        [later("version %(number)s", number=str(one)) for one in versions.tolist()],
        rng=rng,
        clusters=found.articles,
    )


def _week(day: int) -> str:
    year, week, _ = date.fromordinal(day).isocalendar()
    return f"{year}-W{week:02}"
