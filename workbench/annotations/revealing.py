"""Store what is answered alone, so that the suggestions can be shown after it."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from workbench.annotations.first_answers import FirstAnswers, first_answers_of, store_first
from workbench.annotations.hiding import OPEN, Screen
from workbench.annotations.operations import (
    AssignmentGoneError,
    KeyTakenError,
    StaleFormError,
    checked_spans,
)
from workbench.annotations.queries import SpanRow
from workbench.annotations.standing import Place, standing_of
from workbench.annotations.submission import DecidedSpan, Submission
from workbench.annotations.suggestions import Suggestions
from workbench.codebook.codebook import Codebook


def submit_first_answers(
    assignment: Place,
    submission: Submission,
    *,
    suggestions: Suggestions,
    prescore_id: int | None,
    screen: Screen = OPEN,
    codebook: Codebook,
    codebook_version_id: int,
    at: datetime,
) -> int:
    """Store a submission as the first answer of its assignment; nothing is finished by it.

    `suggestions` are those that the page showed, `prescore_id` is what will be revealed. The same
    form sent again stores nothing. Raises what `submit_annotation` raises; `StaleFormError` also
    where another first answer stands.
    """
    standing = standing_of(assignment, submission.key)
    if standing is None:
        raise AssignmentGoneError
    if standing.key_assignment_id is not None:
        raise KeyTakenError
    spans = checked_spans(
        submission, standing.text, codebook=codebook, suggestions=suggestions, screen=screen
    )
    stored = first_answers_of(assignment.id)
    if stored is not None:
        if not _is_same(stored, submission, spans):
            raise StaleFormError
        return stored.id
    if submission.base_revision != standing.revision or prescore_id is None:
        raise StaleFormError
    first_id = store_first(
        assignment.id,
        submission,
        spans,
        suggestions=suggestions,
        prescore_id=prescore_id,
        codebook=codebook,
        codebook_version_id=codebook_version_id,
        at=at,
    )
    if first_id is None:
        raise KeyTakenError
    return first_id


def _is_same(stored: FirstAnswers, submission: Submission, spans: Sequence[DecidedSpan]) -> bool:
    return (
        (stored.submission_key, stored.is_flagged, stored.comment)
        == (submission.key, submission.is_flagged, submission.comment)
        and dict(stored.answers) == dict(submission.answers)
        and Counter(stored.spans) == Counter(SpanRow(**vars(span)) for span in spans)
    )
