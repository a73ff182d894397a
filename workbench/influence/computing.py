"""All that the page of influence shows, computed from what is stored at one moment."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from importlib.metadata import version

from workbench.database import db
from workbench.influence.comparing import (
    Drawing,
    outlet_influences,
    suggestion_influence,
    time_influence,
    word_influence,
)
from workbench.influence.queries import (
    Judged,
    Lot,
    answers_by_question,
    final_labels,
    judgements,
    lots,
    n_of_the_least_sure,
    spans_by_annotation,
    words_by_prescore,
)
from workbench.influence.report import InfluenceReport, Origin
from workbench.influence.reveals import changes_after_reveals
from workbench.influence.second_pass import accounts_of, second_looks, second_pass
from workbench.influence.sources import learned_by_prescore, n_imported, suggested_by
from workbench.occasions import Occasion
from workbench.projects.models import Project
from workbench.projects.queries import codebook_in_force
from workbench.reports.suggesting import reads_surroundings

SEED = 1
MOST_DRAWS, FEWEST_DRAWS = 2000, 400
DRAWN_ARMS = 40_000_000
"""So many arms are drawn in all: very many judgements are drawn again less often."""


def influence_report(project_id: int, *, at: datetime, drawn: str = "") -> InfluenceReport:
    """Compute how far suggestions and outlets' names move what annotators answer.

    With `drawn` "random", on paragraphs alone that were given out by lot: where others came first
    because a model was least sure of them, only these tell of all paragraphs.
    """
    in_force = codebook_in_force(project_id)
    codebook = in_force.codebook
    designs, everybody = lots(project_id), judgements(project_id, drawn)
    categories = tuple(codebook.category_names)
    words = words_by_prescore(project_id, categories)
    answers, final = answers_by_question(project_id), final_labels(project_id)
    named, without = (
        second_looks(project_id, occasion, drawn) for occasion in (Occasion.NAMED, Occasion.REPEAT)
    )
    accounts = tuple(sorted({one.account_id for one in everybody} | accounts_of(named, without)))
    places = {account: place for place, account in enumerate(accounts)}
    replicates = replicates_for(len(everybody))
    suggestions = _drawing(
        [one for one in everybody if designs[one.design_id].draws_suggestions],
        designs,
        places,
        is_shown=lambda one: not one.is_blind,
        share=lambda lot: lot.blind,
        replicates=replicates,
    )
    outlets = _drawing(
        [one for one in everybody if designs[one.design_id].draws_outlets and one.has_outlet],
        designs,
        places,
        is_shown=lambda one: one.outlet_arm == "shown",
        share=lambda lot: lot.hidden,
        replicates=replicates,
    )
    project = db.session.get_one(Project, project_id)
    return InfluenceReport(
        origin=Origin(
            project=project.name,
            is_demonstration=project.is_demonstration,
            software_version=version("media-bias-workbench"),
            codebook_version=in_force.number,
            computed_at=at,
            seed=SEED,
            replicates=replicates,
            drawn=drawn,
            n_least_sure=0 if drawn else n_of_the_least_sure(project_id),
            n_imported=n_imported(project_id),
        ),
        annotators=accounts,
        n_judgements=len(everybody),
        n_drawn=len(suggestions.judged),
        n_drawn_outlets=len(outlets.judged),
        suggestions=tuple(
            suggestion_influence(
                question,
                suggestions,
                lots=designs,
                everybody=everybody,
                answers=answers.get(question.name, {}),
                final=final.get(question.name, {}),
            )
            for question in codebook.questions
            if question.suggested_by
        ),
        sources=suggested_by(
            project_id,
            codebook.questions,
            suggestions.judged,
            lots=designs,
            answers=answers,
            words=words,
            learned=learned_by_prescore(project_id, categories),
        ),
        reads_surroundings=reads_surroundings(project_id),
        words=word_influence(
            suggestions, lots=designs, spans=spans_by_annotation(project_id), words=words
        ),
        times=time_influence(suggestions),
        outlets=tuple(
            found
            for question in codebook.questions
            for found in outlet_influences(question, outlets, answers.get(question.name, {}))
        ),
        outlet_times=time_influence(outlets),
        changes=changes_after_reveals(project_id, codebook.questions, final, drawn=drawn),
        second_pass=second_pass(
            codebook.questions,
            named,
            without,
            places=places,
            seed=SEED,
            replicates=MOST_DRAWS,
        ),
    )


def replicates_for(n_judgements: int) -> int:
    """Say how often the draw of so many judgements is run again.

    >>> replicates_for(500), replicates_for(50_000), replicates_for(1_000_000)
    (2000, 800, 400)
    """
    return max(FEWEST_DRAWS, min(MOST_DRAWS, DRAWN_ARMS // max(1, n_judgements)))


def _drawing(
    judged: Sequence[Judged],
    designs: Mapping[int, Lot],
    places: Mapping[int, int],
    *,
    is_shown: Callable[[Judged], bool],
    share: Callable[[Lot], float],
    replicates: int,
) -> Drawing:
    return Drawing.of(
        judged,
        [is_shown(one) for one in judged],
        [share(designs[one.design_id]) for one in judged],
        places=places,
        seed=SEED,
        replicates=replicates,
    )
