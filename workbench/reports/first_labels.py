"""What a person answered before they saw a suggestion, where the design asked them twice."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func

from workbench.annotations.first_models import FirstAnnotation, FirstAnswer
from workbench.annotations.models import Annotation, Answer

# The answer itself where nothing was asked alone. For statements of `joined_with_first`.
FIRST_LABEL: ColumnElement[str] = func.coalesce(FirstAnswer.label, Answer.label)
FIRST_SUGGESTION: ColumnElement[str] = func.coalesce(FirstAnswer.suggestion, Answer.suggestion)


def joined_with_first(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Join the first answers to a statement over annotations and their answers."""
    return statement.outerjoin(
        FirstAnnotation, FirstAnnotation.assignment_id == Annotation.assignment_id
    ).outerjoin(
        FirstAnswer,
        (FirstAnswer.first_annotation_id == FirstAnnotation.id)
        & (FirstAnswer.question == Answer.question),
    )
