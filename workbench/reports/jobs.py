"""Large agreement reports as jobs: computed once in the background, and shown until then."""

from datetime import datetime

from workbench.jobs.kept import About, KeptReport
from workbench.jobs.plain_rows import from_plain, to_plain
from workbench.reports.computing import agreement_report
from workbench.reports.records import AgreementReport
from workbench.reports.selection import Selection
from workbench.words import marked


def _computed(project_id: int, about: About, at: datetime) -> AgreementReport:
    return agreement_report(project_id, from_plain(Selection, about), at=at)


AGREEMENT = KeptReport(
    name="report",
    title=marked("Agreement report"),
    sentence=marked("The agreement page shows this report until it is computed again."),
    record=AgreementReport,
    compute=_computed,
)
REPORT = AGREEMENT.kind


def start_report(project_id: int, selection: Selection, *, account_id: int, at: datetime) -> int:
    """Enter the job that computes the agreement report, and give its id; flush."""
    return AGREEMENT.start(project_id, to_plain(selection), account_id=account_id, at=at)


def report_under_way(project_id: int, selection: Selection) -> int | None:
    """Give the job that computes this report of a project now, if any."""
    return AGREEMENT.under_way(project_id, to_plain(selection))


def stored_report(project_id: int, selection: Selection) -> AgreementReport | None:
    """Give the newest report of a selection that a job computed; None where none can be read."""
    return AGREEMENT.stored(project_id, to_plain(selection))
