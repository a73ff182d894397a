"""What the annotation tests put on the stage: an article, a lexicon, forms read from a page."""

import re
from datetime import datetime
from html.parser import HTMLParser
from uuid import uuid4

from sqlalchemy import select

from tests.paths import SEEDS
from workbench.annotations.models import Annotation, Assignment, LabelImport, StoredSpan
from workbench.annotations.operations import submit_annotation
from workbench.annotations.standing import Place
from workbench.annotations.submission import Outcome, Submission
from workbench.annotations.suggestions import Suggestions
from workbench.articles.models import Article, Paragraph, Prescore, StoredLoadedWord
from workbench.articles.queue_counts import count_added
from workbench.codebook.codebook import Codebook, read_codebook
from workbench.database import db, now
from workbench.learned.models import LearnedModel, ModelChoice
from workbench.projects.models import CodebookVersion
from workbench.scoring.loaded_words import LoadedWord

HEROES = "The heroes 🚒 were “brave”, and the heroes left the café in a shameful silence."
PLAIN = "The bridge was closed at noon."
LAST = "The office will publish a report."


def codebook() -> Codebook:
    """Give the default codebook."""
    return read_codebook(SEEDS / "codebook.toml")


def word(text: str, needle: str, category: str, *, after: int = 0) -> LoadedWord:
    """Make the loaded word that stands first in `text`, from `after` on."""
    start = text.index(needle, after)
    return LoadedWord(
        start=start,
        end=start + len(needle),
        text=needle,
        term=needle,
        category=category,
        polarity=1,
        strength=2,
        reason=f"{needle}: a reason.",
        in_quotation=False,
    )


def add_article(
    project_id: int,
    texts: tuple[str, ...] = (HEROES, PLAIN, LAST),
    *,
    words: dict[str, tuple[LoadedWord, ...]] | None = None,
    headline: str = "The bridge",
    language: str = "en",
) -> list[int]:
    """Add an article, pre-scored when it is in English, and give its paragraphs' ids; flushes."""
    if words is None:
        words = {HEROES: (word(HEROES, "heroes", "glorifying"),)}
    article = Article(
        project_id=project_id,
        headline=headline,
        outlet="The Example",
        byline="",
        url="",
        source_line="",
        source_name="",
        language=language,
        body="\n\n".join(texts),
        fingerprint=uuid4().hex,
        created_at=now(),
    )
    db.session.add(article)
    db.session.flush()
    ids = []
    for position, text in enumerate(texts):
        paragraph = Paragraph(
            article_id=article.id, position=position, start=0, end=len(text), text=text
        )
        db.session.add(paragraph)
        db.session.flush()
        ids.append(paragraph.id)
        if language == "en":
            add_prescore(paragraph.id, words.get(text, ()))
    count_added(project_id, len(ids))
    return ids


def add_prescore(paragraph_id: int, words: tuple[LoadedWord, ...]) -> None:
    """Pre-score a paragraph as of now; flushes."""
    prescore = Prescore(
        paragraph_id=paragraph_id,
        sentiment_version="s1",
        lexicon_version="l1",
        compound=-0.61,
        positive=0.0,
        neutral=0.5,
        negative=0.5,
        sentiment="negative",
        news_version="n1",
        news_score=-0.45,
        news_sentiment="negative",
        is_current=True,
        created_at=now(),
    )
    db.session.add(prescore)
    db.session.flush()
    for found in words:
        db.session.add(
            StoredLoadedWord(
                prescore_id=prescore.id,
                start=found.start,
                end=found.end,
                text=found.text,
                term=found.term,
                category=found.category,
                polarity=found.polarity,
                strength=found.strength,
                reason=found.reason,
                in_quotation=found.in_quotation,
                is_attributed=found.is_attributed,
                is_negated=found.is_negated,
            )
        )
    db.session.flush()


def add_version(project_id: int, definition: dict[str, object]) -> None:
    """Put a second version of the codebook in force; commits."""
    db.session.add(
        CodebookVersion(
            project_id=project_id,
            number=2,
            definition=definition,
            guidelines="New.",
            created_at=now(),
        )
    )
    db.session.commit()


def submit(
    assignment: Place,
    *,
    at: datetime,
    outcome: Outcome = "answered",
    is_flagged: bool = False,
    base_revision: int = 0,
) -> int:
    """Store an annotation without words as the person of the assignment would; flushes."""
    asked = codebook()
    version = db.session.scalars(
        select(CodebookVersion.id).where(CodebookVersion.project_id == assignment.project_id)
    ).first()
    assert version is not None
    return submit_annotation(
        assignment,
        Submission(
            key=str(uuid4()),
            outcome=outcome,
            base_revision=base_revision,
            answers={question.name: question.labels[0].name for question in asked.questions},
            is_flagged=is_flagged,
        ),
        suggestions=Suggestions(),
        codebook=asked,
        codebook_version_id=version,
        at=at,
    )


class FormReader(HTMLParser):
    """Read the form of a page as a browser without a script would send it."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self._inside = False
        self._templates = 0
        self._select = ""
        self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "form" and "data-annotate" in values:
            self._inside = True
        elif tag == "template":
            self._templates += 1
        if not self._inside or self._templates:
            return
        name = values.get("name") or ""
        if tag == "input" and name:
            is_choice = values.get("type") in {"radio", "checkbox"}
            if not is_choice or "checked" in values:
                self.fields.setdefault(name, []).append(values.get("value") or "")
        elif tag == "select":
            self._select = name
            self.fields.setdefault(name, []).append("")
        elif tag == "option" and self._select and "selected" in values:
            self.fields[self._select][-1] = values.get("value") or ""
        elif tag == "textarea":
            self._textarea = name
            self.fields[name] = [""]

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.fields[self._textarea][0] += data.removeprefix("\r").removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "template":
            self._templates -= 1
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._textarea = ""


def form_on(page: str) -> dict[str, list[str]]:
    """Give the fields of the annotate form as a browser would send them."""
    reader = FormReader()
    reader.feed(page)
    assert reader.fields, "There is no annotate form on this page."
    return reader.fields


def paragraph_on(page: str) -> str:
    """Give the paragraph of the page as a reader sees it."""
    found = re.search(r'<p class="paragraph" id="paragraph"[^>]*>(.*?)</p>', page, re.DOTALL)
    assert found
    return found[1]


def annotations_of(assignment_id: int) -> list[Annotation]:
    """List all revisions of an assignment's annotation."""
    return list(
        db.session.scalars(
            select(Annotation)
            .where(Annotation.assignment_id == assignment_id)
            .order_by(Annotation.revision)
        )
    )


def spans_of(annotation: Annotation) -> list[tuple[str, str, str, str]]:
    """Give (text, category, decision, suggested category) of each span."""
    return [
        (span.text, span.category, span.decision, span.suggested_category)
        for span in db.session.scalars(
            select(StoredSpan)
            .where(StoredSpan.annotation_id == annotation.id)
            .order_by(StoredSpan.start)
        )
    ]


def all_assignments() -> list[Assignment]:
    """List all assignments."""
    return list(db.session.scalars(select(Assignment).order_by(Assignment.id)))


def add_model(project_id: int, number: int = 1) -> int:
    """Put a model to use that nobody will ask anything; flushes, and gives its id."""
    model = LearnedModel(
        project_id=project_id,
        number=number,
        version=f"m{number}",
        origin="trained",
        parts=["bias"],
        texts=20,
        articles=20,
        fingerprint="f",
        software="s",
        lexicon_version="l1",
        trained_at=now(),
        learned_from={},
        annotation_cut=0,
        word_categories={},
        comparison=None,
        created_at=now(),
        created_by_id=None,
        held_out=None,
        content=b"",
    )
    db.session.add(model)
    db.session.flush()
    db.session.add(
        ModelChoice(
            project_id=project_id, number=number, learned_model_id=model.id, created_at=now()
        )
    )
    db.session.flush()
    return model.id


def add_label_import(project_id: int) -> int:
    """Keep an import of labels without spans that brought none yet; flushes, and gives its id."""
    imported = LabelImport(
        project_id=project_id,
        source_name="labels.csv",
        source_digest="0" * 64,
        mapping={},
        summary={},
        has_spans=False,
        created_at=now(),
    )
    db.session.add(imported)
    db.session.flush()
    return imported.id
