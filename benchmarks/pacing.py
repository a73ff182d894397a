"""An hour of a team: memory of every process while people label at a human pace.

`python -m benchmarks.pacing` starts what `workbench run` starts, lets fifty annotators submit six
times a second between them and a lead read the reports, and prints the memory each minute.
"""

import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import monotonic

import click

from benchmarks.clients import (
    Annotator,
    Client,
    ScriptedAnnotator,
    UnexpectedAnswerError,
)
from benchmarks.serving import Served, served
from benchmarks.studies import add_study, import_paragraphs, workbench_in, write_articles
from benchmarks.submitting import cookie_of
from workbench.accounts.models import Account
from workbench.database import db, now
from workbench.projects.models import Role
from workbench.projects.operations import add_member

OVERLAP = 2
# One annotator in ten has no script.
WITHOUT_SCRIPT = 10
LEAD_EVERY_SECONDS = 60
PAGES_OF_A_LEAD = (
    "/projects/{}",
    "/reports/{}/progress",
    "/reports/{}/agreement",
    "/reports/{}/contested",
    "/articles/{}",
    "/exports/{}/labels.csv",
)


class Lead:
    """Read the reports and take the labels away, one page after the other."""

    def __init__(self, port: int, project_id: int, *, cookie: str) -> None:
        self._port, self._project_id, self._cookie = port, project_id, cookie

    def label(self) -> None:
        """Open every page of a lead once."""
        for page in PAGES_OF_A_LEAD:
            # An export comes in pieces of unknown number, which only this client reads.
            connection = HTTPConnection("127.0.0.1", self._port, timeout=120)
            path = page.format(self._project_id)
            connection.request("GET", path, headers={"Cookie": self._cookie})
            answer = connection.getresponse()
            answer.read()
            connection.close()
            if answer.status != 200:
                raise UnexpectedAnswerError(f"The server answered {answer.status} to {path}.")

    def close(self) -> None:
        """Leave; nothing is held open between two pages."""


@dataclass
class Count:
    """Count what all clients did; a failed turn is tried again at the next one."""

    done: int = 0
    failures: list[str] = field(default_factory=list)
    longest: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def turn(self, client: Client) -> None:
        """Let a client label once."""
        begun, failure = monotonic(), ""
        try:
            client.label()
        except (UnexpectedAnswerError, OSError, HTTPException) as error:
            failure = str(error)
        with self._lock:
            self.longest = max(self.longest, monotonic() - begun)
            self.done += not failure
            if failure:
                self.failures.append(failure)


@contextmanager
def at_a_pace(clients: Sequence[Client], per_second: float) -> Iterator[Count]:
    """Let clients take turns so many times a second between them, until the context is left.

    Each keeps a rhythm of its own, so that they do not come in step; who is late skips nothing.
    """
    count, over = Count(), threading.Event()
    every = len(clients) / per_second

    def work(client: Client, first: float) -> None:
        due = monotonic() + first
        while not over.wait(max(0.0, due - monotonic())):
            count.turn(client)
            due += every

    threads = [
        threading.Thread(target=work, args=(client, every * n / len(clients)))
        for n, client in enumerate(clients)
    ]
    for thread in threads:
        thread.start()
    try:
        yield count
    finally:
        over.set()
        for thread in threads:
            thread.join()


@contextmanager
def team_at_work(
    folder: Path, *, annotators: int, submissions: int
) -> Iterator[tuple[Served, list[Client], Lead]]:
    """Serve a study with work for so many submissions, its annotators and a lead."""
    instance = folder / "instance"
    with workbench_in(instance) as app:
        study = add_study(annotators=annotators, overlap=OVERLAP)
        lead = Account(email="lead@example.org", display_name="Lead", created_at=now())
        db.session.add(lead)
        db.session.flush()
        add_member(study.project_id, lead.id, Role.LEAD, at=now())
        db.session.commit()
        # What annotators hold besides: the paragraph they read and the one after it.
        paragraphs = submissions // OVERLAP + 3 * annotators
        import_paragraphs(study.project_id, write_articles(folder / "a.jsonl", paragraphs))
        cookies = [cookie_of(app, account_id) for account_id in study.annotator_ids]
        cookie_of_lead = cookie_of(app, lead.id)
    with served("whole", instance) as server:
        place = server.port, study.project_id
        people: list[Client] = [
            Annotator(*place, cookie=cookie)
            if n % WITHOUT_SCRIPT == 0
            else ScriptedAnnotator(*place, cookie=cookie)
            for n, cookie in enumerate(cookies)
        ]
        reader = Lead(*place, cookie=cookie_of_lead)
        yield server, people, reader
        for client in (*people, reader):
            client.close()


@click.command()
@click.option("--minutes", default=60.0, show_default=True, help="How long to load the server.")
@click.option("--annotators", default=50, show_default=True, help="How many people annotate.")
@click.option("--per-second", default=6.0, show_default=True, help="Submissions of all of them.")
def main(minutes: float, annotators: int, per_second: float) -> None:
    """Load the workbench at a pace and print the memory of its processes each minute."""
    # A minute's more than is asked for: on a busy machine it takes a while until everything stops.
    submissions = int((minutes + 1) * 60 * per_second)
    with (
        tempfile.TemporaryDirectory(prefix="workbench-benchmark-") as folder,
        team_at_work(Path(folder), annotators=annotators, submissions=submissions) as team,
    ):
        server, people, lead = team
        names = list(server.mebibytes_by_process())
        click.echo("minutes  submissions  longest s  failed  MiB: all  " + "  ".join(names))
        with (
            at_a_pace(people, per_second) as count,
            at_a_pace([lead], 1 / LEAD_EVERY_SECONDS) as read,
        ):
            began = monotonic()
            for minute in range(int(minutes) + 1):
                threading.Event().wait(max(0.0, began + 60 * minute - monotonic()))
                failed = len(count.failures) + len(read.failures)
                click.echo(
                    f"{minute:>7}  {count.done:>11,}  {count.longest:>9.2f}  {failed:>6}  "
                    + _told(server.mebibytes_by_process())
                )
        for failure in {*count.failures, *read.failures}:
            click.echo(failure, err=True)


def _told(by_process: dict[str, float]) -> str:
    each = "  ".join(f"{value:>{len(name)}.1f}" for name, value in by_process.items())
    return f"{sum(by_process.values()):>8.1f}  {each}"


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.pacing")
