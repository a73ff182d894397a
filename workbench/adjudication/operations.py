"""Store what an adjudicator decides."""

from datetime import datetime

from sqlalchemy import select, update

from workbench.adjudication.decision import Decision, SpanKey, check_decision, final_spans
from workbench.adjudication.models import Adjudication, FinalLabel, FinalSpan
from workbench.adjudication.queries import decisions_on, given_answers
from workbench.articles.operations import lock_text
from workbench.codebook.codebook import Codebook
from workbench.database import db


class StaleDecisionError(RuntimeError):
    """Say that somebody decided, or an annotator changed an answer, since the page was served."""


class DecisionKeyTakenError(RuntimeError):
    """Say that this form was stored for another paragraph."""


def decide(
    project_id: int,
    paragraph_id: int,
    account_id: int,
    decision: Decision,
    *,
    codebook: Codebook,
    codebook_version_id: int,
    at: datetime,
) -> int:
    """Store a decision as the newest revision and give its number; flushes.

    The same form sent again stores nothing. Raises `DecisionError`, `StaleDecisionError`,
    `DecisionKeyTakenError` or `ParagraphGoneError`.
    """
    text = lock_text(project_id, paragraph_id)
    before = db.session.scalars(
        select(Adjudication).where(Adjudication.submission_key == decision.key)
    ).one_or_none()
    if before is not None:
        if (before.paragraph_id, before.account_id) != (paragraph_id, account_id):
            raise DecisionKeyTakenError
        if not _is_same(before, decision, text, codebook):
            # Somebody went back in the browser to a page it had kept, and decided otherwise.
            raise StaleDecisionError
        return before.revision
    answers = given_answers(project_id, paragraph_id)
    stored = next(iter(decisions_on(project_id, paragraph_id)), None)
    newest = 0 if stored is None else stored.revision
    seen = tuple(sorted(one.annotation_id for one in answers))
    if decision.base_revision != newest or tuple(sorted(decision.seen)) != seen:
        raise StaleDecisionError
    spans, source = check_decision(
        decision,
        text=text,
        codebook=codebook,
        answers=answers,
        stored=frozenset() if stored is None else stored.spans,
    )
    db.session.execute(
        update(Adjudication)
        .where(Adjudication.paragraph_id == paragraph_id, Adjudication.is_current)
        .values(is_current=False)
    )
    db.session.add(
        Adjudication(
            project_id=project_id,
            paragraph_id=paragraph_id,
            account_id=account_id,
            codebook_version_id=codebook_version_id,
            revision=newest + 1,
            source=source,
            note=decision.note,
            seen=list(seen),
            submission_key=decision.key,
            decided_at=at,
            labels=[
                FinalLabel(question=question.name, label=decision.labels[question.name])
                for question in codebook.questions
            ],
            spans=[
                FinalSpan(
                    start=span.start,
                    end=span.end,
                    text=text[span.start : span.end],
                    category=span.category,
                )
                for span in sorted(spans)
            ],
        )
    )
    db.session.flush()
    return newest + 1


def _is_same(stored: Adjudication, decision: Decision, text: str, codebook: Codebook) -> bool:
    spans = frozenset(SpanKey(span.start, span.end, span.category) for span in stored.spans)
    return (
        stored.note == decision.note
        and {label.question: label.label for label in stored.labels} == dict(decision.labels)
        # Typed words were looked for beside the same chosen ones, and are found where they were.
        and final_spans(decision, text, codebook, spans) == (spans, "")
    )
