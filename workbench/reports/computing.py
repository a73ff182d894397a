"""All that the agreement page shows, computed from what is stored at one moment."""

from datetime import datetime
from importlib.metadata import version

from workbench.agreement import span_agreement
from workbench.database import db
from workbench.projects.models import Project
from workbench.projects.queries import codebook_in_force
from workbench.reports.agreement import agreement_on
from workbench.reports.queries import annotations_by_version, counted_labels, spans_by_paragraph
from workbench.reports.records import AgreementReport, Origin


def agreement_report(project_id: int, *, at: datetime) -> AgreementReport:
    """Compute the agreement on each question and on spans."""
    in_force = codebook_in_force(project_id)
    questions = in_force.codebook.questions
    counted = counted_labels(project_id, questions)
    project = db.session.get_one(Project, project_id)
    return AgreementReport(
        origin=Origin(
            project=project.name,
            is_demonstration=project.is_demonstration,
            software_version=version("media-bias-workbench"),
            codebook_version=in_force.number,
            annotations_by_version=annotations_by_version(project_id),
            computed_at=at,
        ),
        questions=tuple(agreement_on(question, counted[question.name]) for question in questions),
        spans=span_agreement(spans_by_paragraph(project_id)),
    )
