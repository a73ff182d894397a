"""All that the agreement page shows, computed from what is stored at one moment."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version

import numpy as np

from workbench.agreement import pace
from workbench.database import db
from workbench.projects.designs import design_versions
from workbench.projects.models import Project
from workbench.projects.queries import codebook_in_force
from workbench.reports.agreement import agreement_on
from workbench.reports.labels import StudyLabels, study_labels
from workbench.reports.records import AgreementReport, AnnotatorPace, Lot, Origin
from workbench.reports.repeats import span_repeats
from workbench.reports.selection import Selection
from workbench.reports.spans import span_report
from workbench.reports.suggesting import models_used, reads_surroundings, suggesting


def agreement_report(project_id: int, selection: Selection, *, at: datetime) -> AgreementReport:
    """Compute the agreement on each question and on spans."""
    in_force = codebook_in_force(project_id)
    questions = in_force.codebook.questions
    study = study_labels(project_id, questions, selection)
    project = db.session.get_one(Project, project_id)
    versions = Counter(study.annotations.versions.tolist())
    return AgreementReport(
        origin=Origin(
            project=project.name,
            is_demonstration=project.is_demonstration,
            software_version=version("media-bias-workbench"),
            codebook_version=in_force.number,
            annotations_by_version=dict(sorted(versions.items())),
            computed_at=at,
            selection=selection,
            n_articles=len(np.unique(study.annotations.articles)),
            n_imported=int((study.annotations.imports > 0).sum()),
            n_revealed=int(study.annotations.has_first.sum()),
            n_repeats=len(study.repeated),
            n_named=study.repeated.n_named,
            n_least_sure=int(study.annotations.is_least_sure.sum()),
            n_gold=int(study.annotations.is_gold.sum()),
            lots=tuple(_lots(project_id)),
            suggesting=suggesting(project_id, versions),
            models_used=models_used(project_id),
            reads_surroundings=reads_surroundings(project_id),
        ),
        questions=tuple(
            agreement_on(question, study, seed=selection.seed) for question in questions
        ),
        spans=span_report(study, seed=selection.seed),
        span_repeats=span_repeats(study, seed=selection.seed),
        paces=_paces(study),
    )


def _lots(project_id: int) -> Iterator[Lot]:
    """Give what the designs of a study decided by lot, those without one left out."""
    for one in reversed(design_versions(project_id)):
        blind = one.design.blind_percent
        lot = Lot(
            design=one.number,
            blind_percent=blind if 0 < blind < 100 else None,
            hidden_percent=one.design.hidden_percent if one.design.outlet == "lot" else None,
        )
        if lot.blind_percent is not None or lot.hidden_percent is not None:
            yield lot


def _paces(study: StudyLabels) -> tuple[AnnotatorPace, ...]:
    """Describe the pace of each annotator whose browser told how long they were at work."""
    annotations, found = study.annotations, []
    for account in sorted(np.unique(annotations.accounts).tolist(), key=lambda a: study.rank[a]):
        is_timed = (annotations.accounts == account) & (annotations.active_ms >= 0)
        seconds = annotations.active_ms[is_timed] / 1000
        found.append(AnnotatorPace(account, pace(seconds, annotations.words[is_timed])))
    return tuple(found)
