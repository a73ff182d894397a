"""What a datasheet tells of a study beside its numbers, read from the database."""

from collections.abc import Iterator

from sqlalchemy import func, select

from workbench.articles.models import Article
from workbench.database import db
from workbench.gold.queries import HIDDEN, TRAINING, gold_counts
from workbench.label_imports.queries import provenance_lines
from workbench.projects.design_wording import sentences
from workbench.projects.designs import design_versions
from workbench.projects.models import Project
from workbench.projects.queries import codebook_in_force, guidelines_versions
from workbench.reports.datasheet import StudyFacts
from workbench.reports.repeat_wording import returned_sentences
from workbench.reports.returned_queries import returned_counts
from workbench.samples.queries import datasheet_lines
from workbench.words import ngettext


def study_facts(project: Project) -> StudyFacts:
    """Read how a study was set up and where its texts come from."""
    first, last, n_outlets = db.session.execute(
        select(
            func.min(Article.published_on),
            func.max(Article.published_on),
            func.count(Article.outlet.distinct()).filter(Article.outlet != ""),
        ).where(Article.project_id == project.id)
    ).one()
    published = "with no dates of publication"
    if first is not None and last is not None:
        published = f"published from {first.isoformat()} to {last.isoformat()}"
    return StudyFacts(
        codebook=codebook_in_force(project.id).codebook,
        guidelines_dates=tuple(
            f"Version {one.number} of the codebook and guidelines is of "
            f"{one.created_at.date().isoformat()}."
            for one in reversed(guidelines_versions(project.id))
        ),
        annotators_wanted=project.annotators_per_paragraph,
        sampling=tuple(datasheet_lines(project.id)),
        n_outlets=n_outlets,
        published=published,
        designs=tuple(_designs(project.id)),
        gold=tuple(_gold(project.id)),
        imported=tuple(provenance_lines(project.id)),
        returned=tuple(returned_sentences(returned_counts(project.id))),
    )


def _gold(project_id: int) -> Iterator[str]:
    """Say how many paragraphs were gold, and what for; nothing where none is."""
    counts = gold_counts(project_id)
    if counts[TRAINING]:
        yield ngettext(
            "%(num)s paragraph was a training item: annotators answered it before all others and "
            "then saw the expected answer with a reason.",
            "%(num)s paragraphs were training items: annotators answered them before all others "
            "and then saw the expected answers with a reason.",
            counts[TRAINING],
        )
    if counts[HIDDEN]:
        yield ngettext(
            "%(num)s paragraph was hidden gold: mixed among the others by lot and without a sign, "
            "to see how often annotators answer as a lead expects.",
            "%(num)s paragraphs were hidden gold: mixed among the others by lot and without a "
            "sign, to see how often annotators answer as a lead expects.",
            counts[HIDDEN],
        )


def _designs(project_id: int) -> Iterator[str]:
    """Say of each version of the study design what it showed, and from when on."""
    codebook = codebook_in_force(project_id).codebook
    for one in reversed(design_versions(project_id)):
        yield (
            f"Study design {one.number}, from {one.created_at.date().isoformat()} on, seed "
            f"{one.seed}: {' '.join(sentences(one.design, codebook))}"
        )
