"""The page of influence of a very large study, computed by a job.

Groups of annotators are computed at once in any study: what a job keeps would outlive a consent
that somebody withdraws.
"""

from datetime import datetime

from workbench.influence.computing import influence_report
from workbench.influence.report import InfluenceReport
from workbench.jobs.kept import About, KeptReport
from workbench.jobs.plain_rows import OutdatedError
from workbench.queue_order import DrawnAs
from workbench.words import marked


def about(drawn: str) -> About:
    """Describe the page of all paragraphs, or with "random" of those given out by lot."""
    return {"drawn": drawn} if drawn else {}


def _influence(project_id: int, asked: About, at: datetime) -> InfluenceReport:
    drawn = asked.get("drawn", "")
    if asked != about(drawn) or drawn not in ("", DrawnAs.RANDOM):
        raise OutdatedError("What is asked for is described otherwise now.")
    return influence_report(project_id, at=at, drawn=drawn)


ANCHORING = KeptReport(
    name="anchoring",
    title=marked("Influence of what is shown"),
    sentence=marked("The page of influence shows this until it is computed again."),
    record=InfluenceReport,
    compute=_influence,
)
