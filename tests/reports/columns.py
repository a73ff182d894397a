"""Labels as the columns that the statistics read, without a database."""

from collections.abc import Iterable

import numpy as np

from workbench.codebook.codebook import Question
from workbench.reports.labels import UNDECLARED, Annotations, Answers, StudyLabels
from workbench.reports.repeated import Repeated

FIRST_DAY = 739_000


def study_of(
    question: Question,
    labels: Iterable[tuple[int, int, str]],
    *,
    suggestions: Iterable[str] = (),
    per_article: int = 1,
) -> StudyLabels:
    """Hold labels given as (paragraph, annotator, label), one annotation each, in this order."""
    rows = list(labels)
    n = len(rows)
    paragraphs = np.array([row[0] for row in rows], dtype=np.int64)
    accounts = np.array([row[1] for row in rows], dtype=np.int64)
    code = {name: place for place, name in enumerate(question.label_names)}
    suggested = [code[one] if one else -1 for one in suggestions] or [-1] * n
    annotations = Annotations(
        ids=np.arange(n),
        paragraphs=paragraphs,
        articles=paragraphs // per_article,
        accounts=accounts,
        versions=np.ones(n, dtype=np.int64),
        days=np.full(n, FIRST_DAY),
        active_ms=np.full(n, -1),
        is_blind=np.zeros(n, dtype=np.int64),
        words=np.full(n, 20),
        lengths=np.full(n, 100),
        imports=np.zeros(n, dtype=np.int64),
        tells_spans=np.ones(n, dtype=np.int64),
        has_first=np.zeros(n, dtype=np.int64),
        is_least_sure=np.zeros(n, dtype=np.int64),
        is_gold=np.zeros(n, dtype=np.int64),
    )
    codes = np.array([code.get(row[2], UNDECLARED) for row in rows], dtype=np.int64)
    return StudyLabels(
        annotations=annotations,
        answers={question.name: Answers(np.arange(n), codes, np.array(suggested, dtype=np.int64))},
        machine={},
        spans={},
        repeated=Repeated({}, {}, {}, 0, 0),
        rank={account: account for account in accounts.tolist()},
    )
