"""A small study, put straight into the tables: articles, paragraphs, and who answered what."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from sqlalchemy import select

from tests.conftest import Cast
from workbench.annotations.first_models import FirstAnnotation, FirstAnswer, FirstSpan
from workbench.annotations.models import Annotation, Answer, Assignment, StoredSpan
from workbench.articles.models import Article, Paragraph, Prescore, StoredLoadedWord
from workbench.database import db
from workbench.projects.models import CodebookVersion

MORNING = datetime(2026, 3, 2, 9, 30, 15, tzinfo=UTC)
NEUTRAL_ANSWERS = {"sentiment": "neutral", "bias": "not_biased", "voice": "factual"}


@dataclass
class Study:
    """Add to a project; every method flushes, but for those in `at_once`; the test commits."""

    project_id: int
    n_articles: int = 0
    # The version of the codebook in force while everything waits to be stored at once.
    _waits_with: int | None = field(default=None, init=False)

    @classmethod
    def of(cls, cast: Cast) -> "Study":
        """Begin in Ada's project."""
        return cls(cast.project)

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Store what the block adds when it ends, a hundred answers in as few statements as one.

        Nothing that is added has an id before, and nobody may have answered its paragraphs yet.
        """
        self._waits_with = self._version_id()
        with db.session.no_autoflush:
            yield
        self._waits_with = None
        db.session.flush()

    def article(self, *texts: str, headline: str = "The crossing at dawn") -> list[Paragraph]:
        """Add an article with these paragraphs."""
        self.n_articles += 1
        body = "\n\n".join(texts)
        article = Article(
            project_id=self.project_id,
            headline=headline,
            outlet="Valley Courier",
            byline="By R. Moss",
            published_on=MORNING.date(),
            url="https://news.example/1",
            source_line="",
            source_name="crossing.txt",
            language="en",
            body=body,
            fingerprint=f"{self.project_id}-{self.n_articles}",
            created_at=MORNING,
        )
        start = 0
        for position, text in enumerate(texts):
            end = start + len(text)
            article.paragraphs.append(Paragraph(position=position, start=start, end=end, text=text))
            start = end + 2
        db.session.add(article)
        self._flush()
        return article.paragraphs

    def prescore(self, paragraph: Paragraph, *words: StoredLoadedWord) -> Prescore:
        """Add the current pre-score of a paragraph."""
        prescore = Prescore(
            paragraph_id=paragraph.id,
            sentiment_version="vader-1",
            lexicon_version="lexicon-1",
            compound=-0.6124,
            positive=0.0,
            neutral=0.65,
            negative=0.35,
            sentiment="negative",
            loaded_words=list(words),
            created_at=MORNING,
        )
        db.session.add(prescore)
        self._flush()
        return prescore

    def assign(
        self,
        paragraph: Paragraph,
        account_id: int,
        state: str = "leased",
        *,
        occasion: str = "first",
        at: datetime = MORNING,
    ) -> Assignment:
        """Give a paragraph to a person on an occasion, or find that it was given."""
        assignment = self._given(paragraph, account_id, occasion, at)
        assignment.state = state
        self._flush()
        return assignment

    def answer(
        self,
        paragraph: Paragraph,
        account_id: int,
        *spans: StoredSpan,
        suggestions: dict[str, str] | None = None,
        comment: str = "",
        is_flagged: bool = False,
        prescore: Prescore | None = None,
        at: datetime = MORNING,
        occasion: str = "first",
        **labels: str,
    ) -> Annotation:
        """Submit the next revision of a person's answers; questions not named get neutral ones.

        On a later occasion the paragraph is given to them, if it was not yet, at that moment too.
        """
        suggested = suggestions or {}
        annotation = self._next_revision(paragraph, account_id, "answered", prescore, at, occasion)
        annotation.comment, annotation.is_flagged = comment, is_flagged
        annotation.answers = [
            Answer(question=question, label=label, suggestion=suggested.get(question, ""))
            for question, label in (NEUTRAL_ANSWERS | labels).items()
        ]
        annotation.spans = list(spans)
        db.session.add(annotation)
        self._flush()
        return annotation

    def first_answer(
        self,
        annotation: Annotation,
        prescore: Prescore,
        *spans: FirstSpan,
        suggestions: dict[str, str] | None = None,
        **labels: str,
    ) -> FirstAnnotation:
        """Let an annotation have been made after a reveal; questions not named as for `answer`."""
        suggested = suggestions or {}
        first = FirstAnnotation(
            assignment_id=annotation.assignment_id,
            prescore_id=prescore.id,
            codebook_version_id=annotation.codebook_version_id,
            was_silent=not suggested,
            submission_key=str(uuid4()),
            submitted_at=MORNING,
            answers=[
                FirstAnswer(question=question, label=label, suggestion=suggested.get(question, ""))
                for question, label in (NEUTRAL_ANSWERS | labels).items()
            ],
            spans=list(spans),
        )
        db.session.add(first)
        self._flush()
        return first

    def skip(
        self,
        paragraph: Paragraph,
        account_id: int,
        comment: str = "",
        prescore: Prescore | None = None,
    ) -> Annotation:
        """Submit a skip as the next revision."""
        annotation = self._next_revision(
            paragraph, account_id, "skipped", prescore, MORNING, "first"
        )
        annotation.comment = comment
        db.session.add(annotation)
        self._flush()
        return annotation

    def _flush(self) -> None:
        if self._waits_with is None:
            db.session.flush()

    def _given(
        self, paragraph: Paragraph, account_id: int, occasion: str, at: datetime
    ) -> Assignment:
        found = None
        if self._waits_with is None:
            found = db.session.scalar(
                select(Assignment).where(
                    Assignment.paragraph_id == paragraph.id,
                    Assignment.account_id == account_id,
                    Assignment.occasion == occasion,
                )
            )
        if found is None:
            found = Assignment(
                project_id=self.project_id,
                paragraph_id=paragraph.id,
                account_id=account_id,
                leased_at=at,
                lease_expires_at=at + timedelta(minutes=30),
                occasion=occasion,
                is_open=occasion == "first",
                outlet_arm="shown" if occasion == "named" else "unnamed",
            )
            db.session.add(found)
        return found

    def _next_revision(
        self,
        paragraph: Paragraph,
        account_id: int,
        outcome: str,
        prescore: Prescore | None,
        at: datetime,
        occasion: str,
    ) -> Annotation:
        """Make what follows a person's last answers, not yet stored: a study has hundreds."""
        given_at = MORNING if occasion == "first" else at
        assignment = self._given(paragraph, account_id, occasion, given_at)
        assignment.state = "submitted" if outcome == "answered" else "skipped"
        earlier: Sequence[Annotation] = ()
        if assignment.id is not None:
            earlier = db.session.scalars(
                select(Annotation).where(Annotation.assignment_id == assignment.id)
            ).all()
            for one in earlier:
                one.is_current = False
            db.session.flush()
        return Annotation(
            assignment=assignment,
            revision=len(earlier) + 1,
            outcome=outcome,
            codebook_version_id=self._version_id(),
            prescore_id=None if prescore is None else prescore.id,
            submission_key=str(uuid4()),
            submitted_at=at,
        )

    def _version_id(self) -> int:
        if self._waits_with is not None:
            return self._waits_with
        newest = (
            select(CodebookVersion.id)
            .where(CodebookVersion.project_id == self.project_id)
            .order_by(CodebookVersion.number.desc())
            .limit(1)
        )
        # The assignment that is waiting to be stored may wait on.
        with db.session.no_autoflush:
            return db.session.scalar(newest) or 0


def span(
    start: int, end: int, text: str, category: str = "glorifying", decision: str = "added"
) -> StoredSpan:
    """Make a span; one that was not added had the same category suggested."""
    return StoredSpan(
        start=start,
        end=end,
        text=text,
        category=category,
        decision=decision,
        suggested_category="" if decision == "added" else category,
    )
