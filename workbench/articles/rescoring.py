"""Pre-score paragraphs again whose current pre-scores an older version made."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true, update

from workbench.articles.lexicon import lexicon_in_force
from workbench.articles.models import PRESCORE_VERSIONS, Article, Paragraph, Prescore
from workbench.articles.operations import add_prescores
from workbench.articles.ordering import follow_scores, follow_what_was_done
from workbench.articles.scorer import Scored, scorer_in_force
from workbench.articles.suggestions import is_scored
from workbench.database import db
from workbench.jobs.kinds import FinishedJob, Kind, Payload
from workbench.jobs.operations import NewChunk, create_job
from workbench.jobs.queries import job_under_way
from workbench.learned.queries import version_in_use
from workbench.projects.holding import hold_project
from workbench.said_later import later, nlater, sentences
from workbench.scoring.bias import BIAS_VERSION
from workbench.scoring.news import NEWS_VERSION
from workbench.scoring.sentiment import SENTIMENT_VERSION
from workbench.scoring.surroundings import positions_read
from workbench.words import gettext, joined, ngettext

NAME = "prescore"
PARAGRAPHS_PER_CHUNK = 200


@dataclass(frozen=True)
class Needed:
    """Count the paragraphs with older pre-scores; `job_id` is the job that is at it, if any."""

    paragraphs: int
    older_lexicon: bool
    older_sentiment: bool
    older_bias: bool
    older_model: bool
    job_id: int | None

    @property
    def sentence(self) -> str:
        """Say what is older than the present version; "" where nothing is."""
        if not self.paragraphs:
            return ""
        older = [
            *([gettext("an older lexicon")] if self.older_lexicon else []),
            *([gettext("an older reading of sentiment")] if self.older_sentiment else []),
            *([gettext("an older score of bias, or none")] if self.older_bias else []),
            *([gettext("another model than the one in use")] if self.older_model else []),
        ]
        return ngettext(
            "%(num)s paragraph was pre-scored with %(older)s.",
            "%(num)s paragraphs were pre-scored with %(older)s.",
            self.paragraphs,
            older=joined(older),
        )


NOTHING_OLDER = Needed(
    0,
    older_lexicon=False,
    older_sentiment=False,
    older_bias=False,
    older_model=False,
    job_id=None,
)


def needed(project_id: int) -> Needed:
    """Tell how many paragraphs of a project an older version pre-scored.

    Where nothing is older in any project, an index says so without a look at the project's own.
    """
    if not _is_any_older(project_id):
        return NOTHING_OLDER
    present = _versions_in_force(project_id)
    paragraphs, *older = db.session.execute(
        _older(
            project_id,
            func.count(),
            *(
                func.count().filter(Prescore.__table__.c[name] != present[name])
                for name in PRESCORE_VERSIONS
            ),
        )
    ).one()
    counts = dict(zip(PRESCORE_VERSIONS, older, strict=True))
    return Needed(
        paragraphs=paragraphs,
        older_lexicon=counts["lexicon_version"] > 0,
        older_sentiment=counts["sentiment_version"] + counts["news_version"] > 0,
        older_bias=counts["bias_version"] > 0,
        older_model=counts["model_version"] > 0,
        job_id=job_under_way(project_id, NAME) if paragraphs else None,
    )


def start_job(project_id: int, *, account_id: int, at: datetime) -> int | None:
    """Enter the job that pre-scores again what is older, and give its id; flush.

    Where such a job is at work already, its id is given; None where nothing is older.
    """
    # Of two tabs that ask at the same time the second one finds the job of the first.
    hold_project(project_id)
    job_id = job_under_way(project_id, NAME)
    if job_id is not None:
        return job_id
    ids = list(db.session.scalars(_older(project_id, Prescore.paragraph_id).order_by(Prescore.id)))
    if not ids:
        return None
    parts = [ids[i : i + PARAGRAPHS_PER_CHUNK] for i in range(0, len(ids), PARAGRAPHS_PER_CHUNK)]
    job = create_job(
        kind=NAME,
        title=nlater(
            "New pre-scores for %(num)s paragraph",
            "New pre-scores for %(num)s paragraphs",
            len(ids),
        ),
        chunks=[NewChunk({"paragraph_ids": part}, len(part)) for part in parts],
        at=at,
        project_id=project_id,
        account_id=account_id,
    )
    return job.id


def _prepare(payload: Payload) -> Payload:
    paragraph_ids = payload["paragraph_ids"]
    project_id = _project_of(paragraph_ids)
    places = db.session.execute(
        select(Paragraph.id, Paragraph.article_id, Paragraph.position)
        .join(Prescore, Prescore.paragraph_id == Paragraph.id)
        .where(Paragraph.id.in_(paragraph_ids), _is_older(project_id))
        .order_by(Paragraph.id)
    ).all()
    wanted: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for paragraph_id, article_id, position in places:
        wanted[article_id][position] = paragraph_id
    scorer = scorer_in_force(project_id)
    texts, unscored = _texts_read(wanted)
    # Nobody has to wait for the scoring.
    db.session.rollback()
    scored = []
    for article_id, ids in wanted.items():
        scores = scorer.score_article(texts[article_id])
        # What was removed since its place was read has no text any more.
        scored += [
            (paragraph_id, scores[position])
            for position, paragraph_id in ids.items()
            if position in scores
        ]
    return {"scored": scored, "unscored": unscored, "paragraph_ids": paragraph_ids}


def _texts_read(
    wanted: Mapping[int, Collection[int]],
) -> tuple[dict[int, dict[int, str]], list[int]]:
    """Read what tells of the wanted positions of some articles, by article and position.

    A paragraph that is not pre-scored tells of no other. The ids beside them are those of
    paragraphs that an earlier version pre-scored, and an import would not today.
    """
    read = {article_id: positions_read(positions) for article_id, positions in wanted.items()}
    found: dict[int, dict[int, str]] = {article_id: {} for article_id in wanted}
    unscored = []
    rows = db.session.execute(
        select(
            Paragraph.id,
            Paragraph.article_id,
            Paragraph.position,
            Paragraph.text,
            Article.language,
        )
        .select_from(Paragraph)
        .join(Article)
        .join(Prescore, Prescore.paragraph_id == Paragraph.id)
        .where(
            Prescore.is_current == true(),
            Paragraph.article_id.in_(wanted),
            Paragraph.position.in_({place for places in read.values() for place in places}),
        )
        .order_by(Paragraph.article_id, Paragraph.position)
    )
    for paragraph_id, article_id, position, text, language in rows:
        if not is_scored(text, language=language):
            unscored.append(paragraph_id)
        elif position in read[article_id]:
            found[article_id][position] = text
    return found, unscored


def _store(payload: Payload, /, *, at: datetime) -> None:
    """Make the new pre-scores current; older ones stay for the annotations made with them.

    What gets none today has no current one afterwards, as if it were imported now.
    """
    project_id = _project_of(payload["paragraph_ids"])
    versions = _versions_in_force(project_id)
    in_force = versions["lexicon_version"], versions["model_version"]
    # A lexicon or a model that came in force since the scoring leaves these to the next job.
    scores = {
        paragraph_id: score
        for paragraph_id, score in payload["scored"]
        if (score.row.lexicon_version, _model_of(score)) == in_force
    }
    # On PostgreSQL the lock keeps an article from being removed meanwhile.
    chosen = [*scores, *payload["unscored"]]
    older = select(Prescore.paragraph_id).where(
        Prescore.paragraph_id.in_(chosen), _is_older(project_id)
    )
    paragraph_ids = set(db.session.scalars(older.order_by(Prescore.id).with_for_update()))
    db.session.execute(
        update(Prescore)
        .where(Prescore.paragraph_id.in_(paragraph_ids), Prescore.is_current)
        .values(is_current=False)
        .execution_options(synchronize_session=False)
    )
    known = _take_up_again(project_id, paragraph_ids & scores.keys())
    add_prescores(
        [
            (paragraph_id, score)
            for paragraph_id, score in scores.items()
            if paragraph_id in paragraph_ids - known
        ],
        at=at,
    )


def _take_up_again(project_id: int | None, paragraph_ids: Collection[int]) -> set[int]:
    """Make pre-scores current that the present version made before another took its place."""
    return set(
        db.session.scalars(
            update(Prescore)
            .where(
                Prescore.paragraph_id.in_(paragraph_ids),
                *(
                    Prescore.__table__.c[name] == version
                    for name, version in _versions_in_force(project_id).items()
                ),
            )
            .values(is_current=True)
            .returning(Prescore.paragraph_id)
            .execution_options(synchronize_session=False)
        )
    )


def _finish(job: FinishedJob) -> dict[str, Any]:
    follow_scores(job.project_id, account_id=job.account_id, at=job.at)
    done = nlater(
        "%(num)s paragraph pre-scored again.",
        "%(num)s paragraphs pre-scored again.",
        job.units_done,
    )
    failed = nlater(
        "%(num)s paragraph could not be.", "%(num)s paragraphs could not be.", job.units_failed
    )
    kept = later("Annotations keep the suggestions that they were made with.")
    said = (done, *((failed,) if job.units_failed else ()), kept)
    return {"sentence": sentences(said)}


def _model_of(scored: Scored) -> str:
    return "" if scored.learned is None else scored.learned.model_version


def _is_older(project_id: int | None) -> ColumnElement[bool]:
    return and_(Prescore.is_current == true(), or_(*_differences(project_id)))


def _is_any_older(project_id: int) -> bool:
    # Each by itself: the index is searched for one, and would be read through for both together.
    ways = _differences(project_id)
    found = (exists().where(Prescore.is_current == true(), each) for each in ways)
    return db.session.scalar(select(or_(*found))) is True


def _differences(project_id: int | None) -> tuple[ColumnElement[bool], ...]:
    """List the ways to differ from the present versions, each as one search of one index.

    The first difference in the order of the index: what comes before it is equal. Below or above
    instead of unequal, which no index finds.
    """
    equal: list[ColumnElement[bool]] = []
    differences = []
    for name, version in _versions_in_force(project_id).items():
        column = Prescore.__table__.c[name]
        differences += [and_(*equal, column < version), and_(*equal, column > version)]
        equal.append(column == version)
    return tuple(differences)


def _versions_in_force(project_id: int | None) -> dict[str, str]:
    """Give the version of each column of `PRESCORE_VERSIONS`, in their order."""
    present = {
        "lexicon_version": lexicon_in_force(project_id).version,
        "sentiment_version": SENTIMENT_VERSION,
        "news_version": NEWS_VERSION,
        "bias_version": BIAS_VERSION,
        "model_version": version_in_use(project_id),
    }
    return {name: present[name] for name in PRESCORE_VERSIONS}


def _older(project_id: int, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Prescore)
        .join(Paragraph)
        .join(Article)
        .where(Article.project_id == project_id, _is_older(project_id))
    )


def _project_of(paragraph_ids: Collection[int]) -> int | None:
    """Find the project of some paragraphs; None where they are gone."""
    return db.session.scalar(
        select(Article.project_id)
        .join(Paragraph, Paragraph.article_id == Article.id)
        .where(Paragraph.id.in_(paragraph_ids))
        .limit(1)
    )


PRESCORE = Kind(
    name=NAME,
    unit="paragraphs",
    run_chunk=_store,
    prepare=_prepare,
    finish=_finish,
    cancelled=follow_what_was_done,
)
