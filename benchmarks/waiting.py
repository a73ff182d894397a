"""What annotators wait for a submission while an import is stored, beside what they wait without.

Everything runs as `workbench run` starts it: a server, and as many workers as there are usually.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from time import monotonic, perf_counter, sleep

from benchmarks.clients import Client, ScriptedAnnotator
from benchmarks.importing import PARAGRAPHS, import_as_job, wait_for
from benchmarks.options import Options
from benchmarks.results import Aim, Result
from benchmarks.serving import served
from benchmarks.studies import add_study, import_paragraphs, workbench_in, write_articles
from benchmarks.submitting import cookie_of

NAME = "wait"
ANNOTATORS = 8
# Each submits so often: faster than anybody reads, so that many submissions meet an import.
EVERY_SECONDS = 0.25
# Enough for a minute and more of imports on a slow machine.
TO_LABEL = 6_000
WAIT_MS = Aim("at most", 300)


def run(options: Options) -> list[Result]:
    """Import again and again while people submit, and then let them submit by themselves."""
    imports = 1 if options.is_tiny else 5
    size = options.size(PARAGRAPHS, quick=2_000, tiny=20)
    upload = write_articles(options.folder / "upload.jsonl", size)
    folder = options.folder / "instance"
    with workbench_in(folder) as app:
        study = add_study(annotators=ANNOTATORS)
        to_label = options.size(TO_LABEL, quick=TO_LABEL, tiny=600)
        import_paragraphs(study.project_id, write_articles(options.folder / "a.jsonl", to_label))
        cookies = [cookie_of(app, account_id) for account_id in study.annotator_ids]
        with served("whole", folder) as server:
            people = [
                ScriptedAnnotator(server.port, study.project_id, cookie=cookie)
                for cookie in cookies
            ]
            beside: list[float] = []
            begun = monotonic()
            for number in range(imports):
                lead = add_study(annotators=1, name=f"Import {number}")

                def watched(job_id: int) -> None:
                    with _submitting(people) as waits:
                        wait_for(job_id)
                    beside.extend(waits)

                import_as_job(lead, upload, watched)
            with _submitting(people) as alone:
                sleep(min(20.0, monotonic() - begun))
            for one in people:
                one.close()
    case = (
        f"{ANNOTATORS} annotators, an import of {options.size(PARAGRAPHS, quick=2_000, tiny=20):,}"
    )
    return [
        Result(
            NAME,
            f"{case} paragraphs: {what}",
            "ms for a submission",
            (_at(beside, share),),
            WAIT_MS if share < 1 else None,
            {"without an import": _at(alone, share), "submissions": float(len(beside))},
        )
        for what, share in (("in the middle", 0.5), ("95th percentile", 0.95), ("longest", 1.0))
    ]


@contextmanager
def _submitting(people: Sequence[Client]) -> Iterator[list[float]]:
    """Let people submit until the block is left; what it gives then holds their waits in ms."""
    waits: list[float] = []
    failures: list[BaseException] = []
    over = threading.Event()

    def work(person: Client, first: float) -> None:
        due = monotonic() + first
        try:
            while not over.wait(max(0.0, due - monotonic())):
                waits.append(_timed(person.label))
                due += EVERY_SECONDS
        except (RuntimeError, OSError) as failure:
            failures.append(failure)

    threads = [
        threading.Thread(target=work, args=(person, EVERY_SECONDS * n / len(people)))
        for n, person in zip(count(), people, strict=False)
    ]
    for thread in threads:
        thread.start()
    try:
        yield waits
    finally:
        over.set()
        for thread in threads:
            thread.join()
    if failures:
        raise failures[0]


def _timed(work: Callable[[], None]) -> float:
    begun = perf_counter()
    work()
    return (perf_counter() - begun) * 1_000


def _at(waits: Sequence[float], share: float) -> float:
    return sorted(waits)[round(share * (len(waits) - 1))]
