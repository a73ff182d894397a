"""A small study, put straight into the tables: articles, paragraphs, and who answered what."""

from dataclasses import dataclass
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
    """Add to a project; every method flushes, the test commits."""

    project_id: int
    n_articles: int = 0

    @classmethod
    def of(cls, cast: Cast) -> "Study":
        """Begin in Ada's project."""
        return cls(cast.project)

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
        db.session.flush()
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
        db.session.flush()
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
        found.state = state
        db.session.flush()
        return found

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
        annotation = self._submit(
            paragraph, account_id, "answered", comment, is_flagged, prescore, at, occasion
        )
        for question, label in (NEUTRAL_ANSWERS | labels).items():
            annotation.answers.append(
                Answer(question=question, label=label, suggestion=suggested.get(question, ""))
            )
        annotation.spans.extend(spans)
        db.session.flush()
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
        db.session.flush()
        return first

    def skip(
        self,
        paragraph: Paragraph,
        account_id: int,
        comment: str = "",
        prescore: Prescore | None = None,
    ) -> Annotation:
        """Submit a skip as the next revision."""
        return self._submit(paragraph, account_id, "skipped", comment, False, prescore, MORNING)

    def _submit(
        self,
        paragraph: Paragraph,
        account_id: int,
        outcome: str,
        comment: str,
        is_flagged: bool,
        prescore: Prescore | None,
        at: datetime,
        occasion: str = "first",
    ) -> Annotation:
        state = "submitted" if outcome == "answered" else "skipped"
        given_at = MORNING if occasion == "first" else at
        assignment = self.assign(paragraph, account_id, state, occasion=occasion, at=given_at)
        earlier = db.session.scalars(
            select(Annotation).where(Annotation.assignment_id == assignment.id)
        ).all()
        for one in earlier:
            one.is_current = False
        db.session.flush()
        annotation = Annotation(
            assignment_id=assignment.id,
            revision=len(earlier) + 1,
            outcome=outcome,
            comment=comment,
            is_flagged=is_flagged,
            codebook_version_id=self._version_id(),
            prescore_id=None if prescore is None else prescore.id,
            submission_key=str(uuid4()),
            submitted_at=at,
        )
        db.session.add(annotation)
        db.session.flush()
        return annotation

    def _version_id(self) -> int:
        return (
            db.session.scalars(
                select(CodebookVersion.id)
                .where(CodebookVersion.project_id == self.project_id)
                .order_by(CodebookVersion.number.desc())
            ).first()
            or 0
        )


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
