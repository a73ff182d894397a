"""An import of 10,000 paragraphs whose workers and server are killed at random moments."""

import os
import random
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Select, func, select

from tests.articles.pages import row_count, store
from tests.conftest import Cast, SignIn
from tests.jobs.processes import children_of, environment, is_running, until
from tests.jobs.working import LookAt
from tests.running import WORKBENCH, free_port, logged
from workbench.articles import importing
from workbench.articles.models import Article, Paragraph, Prescore
from workbench.config import Settings
from workbench.database import db, now, transaction_mode
from workbench.jobs.models import Job, JobChunk

ARTICLES = 1_000
PARAGRAPHS = 10_000
KILLED_WORKERS = 4
FILES = 10
WORDS = ("council", "harbour", "mayor", "storm", "hero", "regime", "crisis", "good", "terrible")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc").is_dir(), reason="Looks for processes in /proc."),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


def an_archive(rng: random.Random) -> Iterator[tuple[str, bytes]]:
    """Write CSV files of articles of ten paragraphs each, no two of which are the same."""
    for number in range(FILES):
        rows = ["headline,text,language"]
        for n in range(number, ARTICLES, FILES):
            body = "\n\n".join(
                f"Part {n}.{part}: the {' '.join(rng.choices(WORDS, k=30))} of the town."
                for part in range(PARAGRAPHS // ARTICLES)
            )
            rows.append(f'Story {n},"{body}",en')
        yield f"archive-{number}.csv", "\n".join(rows).encode()


@contextmanager
def running(command: str, settings: Settings, **more: str) -> Iterator[subprocess.Popen[str]]:
    """Run a command of the workbench, and end it with the block."""
    log = Path(settings.instance) / f"{command}.log"
    with logged([WORKBENCH, command], environment(settings, **more), log) as process:
        yield process


def kill_a_child(parent: int) -> None:
    until(lambda: bool(children_of(parent)))
    os.kill(next(iter(children_of(parent))), signal.SIGKILL)


def test_every_paragraph_is_there_once_whatever_is_killed(
    app: Flask,
    settings: Settings,
    cast: Cast,
    sign_in: SignIn,
    look_at: LookAt,
) -> None:
    rng = random.Random(11)  # noqa: S311  (moments to kill at, not a secret)
    ada = sign_in(cast.ada)
    with app.app_context():
        read = importing.read_uploads(an_archive(rng))
        preview = importing.start_import(cast.project, read, account_id=cast.ada, at=now())
        db.session.commit()
        address = f"/articles/{cast.project}/import/{preview.id}"
    job_id = int(store(ada, address).location.rsplit("/", 1)[1])

    def passes(share: float) -> None:
        until(lambda: look_at(job_id).units_gone_through >= share * PARAGRAPHS, seconds=90)
        time.sleep(rng.uniform(0.0, 0.2))

    # A chunk holds SQLite's one write lock while it is stored, and so cannot renew its lease then:
    # on a busy machine that takes longer than the two seconds of the other tests.
    lease = {"WORKBENCH_WORKER_LEASE_SECONDS": "8"}
    killed_at = []
    with running("worker", settings, WORKBENCH_WORKER_PROCESSES="2", **lease) as supervisor:
        for n in range(KILLED_WORKERS):
            passes(0.02 + 0.08 * n)
            killed_at.append(look_at(job_id).units_gone_through)
            kill_a_child(supervisor.pid)
    assert look_at(job_id).is_open
    with running("run", settings, WORKBENCH_PORT=str(free_port()), **lease) as server:
        passes(look_at(job_id).units_gone_through / PARAGRAPHS + 0.05)
        orphans = children_of(server.pid)
        killed_at.append(look_at(job_id).units_gone_through)
        server.kill()
        server.wait()
        until(lambda: not any(is_running(pid) for pid in orphans))
    job = look_at(job_id)
    assert job.is_open, f"Too quick to be killed: {killed_at}"
    with running("run", settings, WORKBENCH_PORT=str(free_port()), **lease):
        until(lambda: not look_at(job_id).is_open, seconds=120)
    job = look_at(job_id)
    with app.app_context():
        errors = db.session.scalars(select(JobChunk.error).where(JobChunk.error != "")).all()
    found = (job.state, job.tally.units_done, job.total)
    assert found == ("done", PARAGRAPHS, PARAGRAPHS), errors
    assert job.sentence == f"Imported {ARTICLES:,} articles."
    assert row_count(app) == 0
    with app.app_context():
        headlines = select(Article.headline).where(Article.project_id == cast.project)
        assert counts(headlines) == (ARTICLES, ARTICLES)
        texts = select(Paragraph.text).join(Article).where(Article.project_id == cast.project)
        assert counts(texts) == (PARAGRAPHS, PARAGRAPHS)
        scored = select(Prescore.paragraph_id).join(Paragraph).join(Article)
        scored = scored.where(Article.project_id == cast.project)
        assert counts(scored) == (PARAGRAPHS, PARAGRAPHS)


def test_the_command_goes_on_where_it_was_killed_and_where_it_was_stopped(
    app: Flask, settings: Settings, cast: Cast, tmp_path: Path
) -> None:
    paths = [tmp_path / name for name, _ in an_archive(random.Random(12))]  # noqa: S311  (as above)
    for path, (_, raw) in zip(paths, an_archive(random.Random(12)), strict=True):  # noqa: S311  (as above)
        path.write_bytes(raw)
    command = [WORKBENCH, "import", "--project"]
    command += [str(cast.project), *map(str, paths)]

    def stored() -> int:
        transaction_mode.set("DEFERRED")
        with app.app_context():
            found = db.session.scalar(
                select(func.count(Article.id)).where(Article.project_id == cast.project)
            )
        return found or 0

    def has_more_than(count: int) -> bool:
        return stored() > count

    def begun() -> tuple[subprocess.Popen[bytes], int]:
        terminal, screen = os.openpty()
        environ = environment(settings, WORKBENCH_WORKER_LEASE_SECONDS="8")
        process = subprocess.Popen(command, env=environ, stdout=screen, stderr=screen)
        os.close(screen)
        return process, terminal

    for number, code in ((signal.SIGKILL, -signal.SIGKILL), (signal.SIGINT, 130)):
        before = stored()
        process, terminal = begun()
        until(partial(has_more_than, before))
        process.send_signal(number)
        assert process.wait(timeout=60) == code
        shown = os.read(terminal, 100_000).decode()
        os.close(terminal)
        assert "Languages: English 1,000" in shown
        assert re.search(r"\[#*\.+\] +\d+ %", shown), shown
        assert before < stored() < ARTICLES
    done = subprocess.run(
        command,
        env=environment(settings, WORKBENCH_WORKER_LEASE_SECONDS="8"),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith(f"Imported {ARTICLES:,} articles.\n")
    with app.app_context():
        assert len(db.session.scalars(select(Job.id)).all()) == 1
        paragraphs = select(Paragraph.text).join(Article).where(Article.project_id == cast.project)
        assert counts(paragraphs) == (PARAGRAPHS, PARAGRAPHS)
        scored = select(Prescore.paragraph_id).join(Paragraph).join(Article)
        assert counts(scored.where(Article.project_id == cast.project)) == (PARAGRAPHS, PARAGRAPHS)


def counts(statement: Select[Any]) -> tuple[int, int]:
    """Count rows, and different rows."""
    found = db.session.scalars(statement).all()
    return len(found), len(set(found))
