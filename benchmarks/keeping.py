"""Memory of the server: idle, after a load, and whether more load adds to it.

`python -m benchmarks.keeping --minutes 60` loads it for that long and prints how it went.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import click

from benchmarks.clients import Annotator, all_at_once
from benchmarks.options import Options
from benchmarks.results import Aim, Result
from benchmarks.serving import Served, served
from benchmarks.studies import add_study, import_paragraphs, workbench_in, write_articles
from benchmarks.submitting import cookie_of

NAME = "memory"
CLIENTS = 8
REQUESTS_EACH = 3  # A submission, the redirect to the next paragraph, and its page.
# What is measured stands between two samples: enough submissions that noise does not look like it.
ROUNDS_A_SAMPLE = 25


def run(options: Options) -> list[Result]:
    """Measure gunicorn with two workers before and after two bounded loads of equal size."""
    rounds = options.size(150, quick=40, tiny=2)
    with _at_work(options.folder, 2 * (rounds + 2)) as (server, annotators):
        idle = server.mebibytes()
        all_at_once(annotators, rounds)
        loaded = server.mebibytes()
        all_at_once(annotators, rounds)
        loaded_again = server.mebibytes()
    requests = f"{rounds * CLIENTS * REQUESTS_EACH:,} requests"
    return [
        Result(
            NAME,
            f"after {requests} ÷ idle",
            "×",
            (loaded / idle,),
            None,
            {"MiB idle": idle, "MiB after": loaded},
        ),
        Result(
            NAME,
            f"after as many again ÷ after {requests}",
            "×",
            (loaded_again / loaded,),
            Aim("at most", 1.05),
            {"MiB after": loaded_again},
        ),
    ]


@contextmanager
def _at_work(folder: Path, rounds: int) -> Iterator[tuple[Served, list[Annotator]]]:
    """Serve a study in which every annotator finds work for so many rounds."""
    instance = folder / "instance"
    with workbench_in(instance) as app:
        study = add_study(annotators=CLIENTS)
        import_paragraphs(study.project_id, write_articles(folder / "a.jsonl", CLIENTS * rounds))
        cookies = [cookie_of(app, account_id) for account_id in study.annotator_ids]
    with served("workbench", instance) as server:
        annotators = [Annotator(server.port, study.project_id, cookie=cookie) for cookie in cookies]
        yield server, annotators
        for annotator in annotators:
            annotator.close()


@click.command()
@click.option("--minutes", default=3.0, show_default=True, help="How long to load the server.")
@click.option("--rounds", default=4_000, show_default=True, help="Most submissions of each client.")
def main(minutes: float, rounds: int) -> None:
    """Load the server with eight annotators and print its memory on the way."""
    with (
        tempfile.TemporaryDirectory(prefix="workbench-benchmark-") as folder,
        _at_work(Path(folder), rounds + 2) as (server, annotators),
    ):
        click.echo(f"{'requests':>9}  {'minutes':>7}  {'MiB':>6}")
        began, done = monotonic(), 0
        while True:
            passed = (monotonic() - began) / 60
            click.echo(f"{done:>9,}  {passed:>7.1f}  {server.mebibytes():>6.1f}")
            left = rounds - done // (CLIENTS * REQUESTS_EACH)
            if passed >= minutes or left <= 0:
                return
            step = min(ROUNDS_A_SAMPLE, left)
            all_at_once(annotators, step)
            done += step * CLIENTS * REQUESTS_EACH


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.keeping")
