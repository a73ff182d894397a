"""The page of influence of a very large study, computed by a job.

Groups of annotators are computed at once in any study: what a job keeps would outlive a consent
that somebody withdraws.
"""

from datetime import datetime

from workbench.influence.computing import influence_report
from workbench.influence.report import InfluenceReport
from workbench.jobs.kept import About, KeptReport
from workbench.words import marked


def _influence(project_id: int, _about: About, at: datetime) -> InfluenceReport:
    return influence_report(project_id, at=at)


ANCHORING = KeptReport(
    name="anchoring",
    title=marked("Influence of what is shown"),
    sentence=marked("The page of influence shows this until it is computed again."),
    record=InfluenceReport,
    compute=_influence,
)
