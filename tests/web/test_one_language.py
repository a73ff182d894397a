"""No page of a translated room mixes languages.

Every message is put into brackets, as a translator who only does that would; every page that a
lead reads is drawn with the demonstration; and whatever then stands outside of brackets, and is no
content of the study, would reach a reader of any other language in English.
"""

import re
from collections.abc import Callable, Iterator
from gettext import NullTranslations
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import JSON, String, select

from tests.conftest import Cast
from tests.web.unmarked import SAME_EVERYWHERE, WORD
from workbench import words
from workbench.annotations.models import Annotation, Assignment
from workbench.articles.models import Article
from workbench.database import Base, db, now
from workbench.demonstration import add_demonstration
from workbench.jobs.models import ChunkState, Job, JobChunk, JobState
from workbench.lexicons.shipped import shipped_lexicon
from workbench.projects.models import Membership, Role
from workbench.said_later import later, nlater, written
from workbench.web.languages import LANGUAGES, TRANSLATED
from workbench.words import Language

# One engine shows all pages: what they say is the same on the other.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

OPEN, CLOSED = "⟦", "⟧"
READ_OUT = ("aria-label", "aria-description", "title", "placeholder", "alt")
# Texts of the study, cut into pieces by marks and headings: no message stands in them.
CONTENT = {"paragraph", "prose"}
SILENT = {"script", "style", "code", "kbd", "svg", "template"}
VOID = {"meta", "link", "input", "img", "br", "hr", "wbr", "source", "col"}
# What has one name everywhere: people, methods, measures, pieces of software.
NAMES = re.compile(
    r"\b(?:Krippendorff|Cohen|Fleiss|Scott|Conger|Gwet|Brennan–Prediger|Dawid–Skene|AC[12]|"
    r"Parquet|[A-Z]-[A-Z0-9]{4}|[\w-]+\.(?:csv|jsonl?|md|txt|html|gz|parquet))\b"
)


class Brackets(NullTranslations):
    """Translate every message into itself, between brackets."""

    def gettext(self, message: str) -> str:
        """Put a message between brackets."""
        return f"{OPEN}{message}{CLOSED}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Put the form that fits between brackets."""
        return f"{OPEN}{msgid1 if n == 1 else msgid2}{CLOSED}"

    def pgettext(self, context: str, message: str) -> str:
        """Put a message between brackets."""
        return f"{OPEN}{message}{CLOSED}"


BRACKETED = Language(
    code="xx",
    months=[f"{OPEN}{month}{CLOSED}" for month in words.ENGLISH.months],
    translations=Brackets(),
)


class Reader(HTMLParser):
    """Read a page as people do, and note what stands outside of every pair of brackets."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.skipped: list[str] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read what an element says aloud, and pass over what is in another language."""
        if self.skipped:
            self.skipped += [tag] * (tag not in VOID)
            return
        values = {name: value or "" for name, value in attrs}
        is_content = CONTENT & set(values.get("class", "").split()) and not self.depth
        if tag in SILENT or is_content or values.get("lang", BRACKETED.code) != BRACKETED.code:
            self.skipped += [tag] * (tag not in VOID)
            return
        for name in READ_OUT:
            self.found += _outside(values.get(name, ""))

    def handle_endtag(self, tag: str) -> None:
        """Leave an element that is passed over."""
        if self.skipped:
            self.skipped.pop()

    def handle_data(self, data: str) -> None:
        """Note a text outside of brackets; a message may hold tags, and so several texts."""
        if self.skipped:
            return
        outside = []
        for letter in data:
            self.depth += (letter == OPEN) - (letter == CLOSED)
            outside.append(letter if self.depth == 0 and letter != CLOSED else "\0")
        self.found += _parts("".join(outside))


def _outside(text: str) -> list[str]:
    while (bare := re.sub(f"{OPEN}[^{OPEN}{CLOSED}]*{CLOSED}", "\0", text)) != text:
        text = bare
    return _parts(text)


def _parts(text: str) -> list[str]:
    return [part.strip(" \n·,;:.…“”„()–") for part in re.split("\0| · ", text)]


def said_outside(page: str) -> list[str]:
    """List the texts of a page that stand in no message."""
    reader = Reader()
    reader.feed(page)
    assert reader.depth == 0, "a message was cut"
    return [part for part in reader.found if part]


def of_the_study() -> Iterator[str]:
    """List every text in the tables: what people wrote, and what their codebook calls things."""
    for table in Base.metadata.sorted_tables:
        columns = [one for one in table.columns if isinstance(one.type, String | JSON)]
        # What a job stores is said by us.
        if columns and table.name not in ("job", "job_chunk"):
            for row in db.session.execute(select(*columns)):
                for value in row:
                    yield from _texts(value)


def of_the_lexicon() -> Iterator[str]:
    """List the terms of the shipped lexicon, which are words of English news."""
    for entry in shipped_lexicon().entries:
        yield from (entry.term, *entry.forms, *entry.unless)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def is_foreign(part: str, content: frozenset[str], long: str) -> bool:
    """Tell whether a text is neither content nor the same in all languages.

    Short texts have to be content as a whole: a word of ours may well stand in some article.
    """
    if part in content or (len(part.split()) > 3 and " ".join(part.split()) in long):
        return False
    bare = SAME_EVERYWHERE.sub(" ", NAMES.sub(" ", part))
    return WORD.search(bare) is not None


@pytest.fixture
def bracketed(app: Flask) -> Iterator[None]:
    """Let every page of the application speak in brackets."""
    known = list(words._listeners)
    words.listen_to(lambda: BRACKETED)
    yield
    words._listeners[:] = known


@pytest.fixture
def shown(app: Flask, cast: Cast) -> dict[str, int]:
    """Add the demonstration with Ada as its lead, and jobs of all fates; give ids of all things."""
    with app.app_context():
        project = add_demonstration(at=now())
        db.session.flush()
        db.session.add(
            Membership(
                project_id=project.id,
                account_id=cast.ada,
                role=Role.LEAD,
                pseudonym="A-7QK2",
                created_at=now(),
            )
        )
        jobs = [a_job(project.id, state) for state in JobState]
        db.session.add_all(jobs)
        db.session.flush()
        failed = next(job for job in jobs if job.state == JobState.FAILED)
        db.session.add(a_failure(failed.id))
        article = db.session.scalars(
            select(Article).where(Article.project_id == project.id).order_by(Article.id)
        ).first()
        answered = db.session.scalars(
            select(Assignment.paragraph_id)
            .join(Annotation, Annotation.assignment_id == Assignment.id)
            .where(Assignment.project_id == project.id)
        ).first()
        db.session.commit()
        assert article is not None
        assert answered is not None
        return {
            "project_id": project.id,
            "article_id": article.id,
            "paragraph_id": answered,
            "job_id": failed.id,
            "number": 1,
        }


def a_job(project_id: int, state: JobState) -> Job:
    return Job(
        kind="export",
        title=written(later("Export of %(file)s", file="labels.csv")),
        project_id=project_id,
        state=state,
        total_units=3,
        payload={
            "asked": {
                "layout": "csv",
                "file_type": "csv",
                "identities": False,
                "all_revisions": False,
            },
            "cut": {"annotation_id": 0, "paragraph_id": 0},
            "parts": 1,
            "name": "labels.csv",
        },
        result={
            "sentence": written(
                nlater(
                    "%(name)s holds %(num)s row.", "%(name)s holds %(num)s rows.", 3, name="x.csv"
                )
            )
        },
        error=written(later("The project of this file was removed."))
        if state == JobState.FAILED
        else "",
        created_at=now(),
        started_at=now(),
    )


def a_failure(job_id: int) -> JobChunk:
    return JobChunk(
        job_id=job_id,
        position=0,
        payload={},
        units=3,
        state=ChunkState.FAILED,
        tries=3,
        error=written(later("It needed more memory than a worker may use.")),
        finished_at=now(),
    )


def pages(app: Flask, ids: dict[str, int]) -> list[str]:
    """List the addresses of all pages of the translated rooms that these ids lead to."""
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        return [
            adapter.build(rule.endpoint, {name: ids[name] for name in rule.arguments})
            for rule in app.url_map.iter_rules()
            if "GET" in (rule.methods or ())
            and rule.endpoint.partition(".")[0] in TRANSLATED - {"static"}
            and rule.arguments <= ids.keys()
        ]


@pytest.mark.usefixtures("bracketed")
def test_no_page_of_a_translated_room_mixes_languages(
    app: Flask,
    cast: Cast,
    shown: dict[str, int],
    sign_in: Callable[[int], FlaskClient],
) -> None:
    ada = sign_in(cast.ada)
    with app.app_context():
        texts = frozenset(
            text.strip(" \n·,;:.…“”„()–") for text in (*of_the_study(), *of_the_lexicon())
        )
    content = (
        texts | {line for text in texts for line in text.split("\n")} | set(LANGUAGES.values())
    )
    long = " ".join("\n".join(sorted(texts)).split())
    found, drawn = [], set()
    for address in pages(app, shown):
        answer = ada.get(address)
        # A file is written while it is read, and its request lasts until it is.
        answer.get_data()
        if answer.mimetype != "text/html" or answer.status_code != 200:
            continue
        drawn.add(address)
        foreign = [part for part in said_outside(answer.text) if is_foreign(part, content, long)]
        found += [f"{address}: {part}" for part in foreign]
    project = shown["project_id"]
    assert drawn >= {
        f"/adjudication/{project}",
        f"/adjudication/{project}/paragraph/{shown['paragraph_id']}",
        f"/exports/{project}",
        f"/jobs/{project}",
        f"/jobs/{project}/job/{shown['job_id']}",
        f"/reports/{project}/agreement",
        f"/reports/{project}/contested",
        f"/reports/{project}/progress",
    }
    assert not found, "\n".join(found)


@pytest.mark.usefixtures("app")
def test_a_word_outside_of_brackets_is_found() -> None:
    page = f"<p title='Spoken'>{OPEN}one <b>two</b>{CLOSED} three</p><p lang='en'>English</p>"
    assert said_outside(page) == ["Spoken", "three"]
