"""Submit and get the next paragraph, beside an endpoint that inserts one row and one that selects.

Both run on the same gunicorn with two workers and on SQLite that waits for the disk. The
workbench's side checks session, CSRF token, form and codebook, stores revision and spans, leases
paragraphs and draws what the page shows of them. Its clients ask for what the page's script asks
for: one request for each submission, whose answer brings the paragraph after the next. Those
without a script ask twice, as those of the minimal endpoint do.
"""

import secrets
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from flask import Flask
from sqlalchemy import func, select

from benchmarks.clients import Annotator, Client, MinimalClient, ScriptedAnnotator, all_at_once
from benchmarks.minimal import fill_minimal
from benchmarks.options import Options
from benchmarks.results import Aim, Result
from benchmarks.serving import Served, served
from benchmarks.studies import add_study, import_paragraphs, workbench_in, write_articles
from benchmarks.texts import batch
from workbench.annotations.models import Annotation
from workbench.database import db

NAME = "submit"
CLIENTS = (1, 8, 32)
PLAIN_CLIENTS = 8
PARAGRAPHS = 10_000
TEXTS = 1_000


def run(options: Options) -> list[Result]:
    """Measure submissions a second, and processor time, with few and with many clients."""
    clients = CLIENTS[:2] if options.is_tiny else CLIENTS
    folder = options.folder / "instance"
    with workbench_in(folder) as app:
        study = add_study(annotators=max(clients) + PLAIN_CLIENTS)
        size = max(options.size(PARAGRAPHS, quick=PARAGRAPHS, tiny=0), used_up(options, clients))
        import_paragraphs(study.project_id, write_articles(options.folder / "a.jsonl", size))
        cookies = [cookie_of(app, account_id) for account_id in study.annotator_ids]
    fill_minimal(folder / "minimal.db", batch(600, TEXTS).paragraphs)
    with served("workbench", folder) as workbench, served("minimal", folder) as minimal:
        place = workbench.port, study.project_id
        plain = [Annotator(*place, cookie=cookie) for cookie in cookies[:PLAIN_CLIENTS]]
        scripted = [ScriptedAnnotator(*place, cookie=cookie) for cookie in cookies[PLAIN_CLIENTS:]]
        labellers = [MinimalClient(minimal.port, TEXTS, 31 * n) for n in range(max(clients))]
        results = [
            result
            for count in clients
            for result in compare(
                (workbench, scripted[:count]), (minimal, labellers[:count]), options
            )
        ]
        results += compare(
            (workbench, plain), (minimal, labellers[:PLAIN_CLIENTS]), options, how=" without script"
        )
        everybody: list[Client] = [*plain, *scripted, *labellers]
        for client in everybody:
            client.close()
    _assert_all_stored(
        folder, sum(one.submitted for one in plain) + sum(one.submitted for one in scripted)
    )
    return results


def used_up(options: Options, clients: Sequence[int]) -> int:
    """Give how many paragraphs all rounds take, with those that clients read or hold at the end."""
    cases = (*clients, PLAIN_CLIENTS)
    submitted = sum(count * _rounds(options, count) for count in cases)
    # The warm-up is a round too.
    answered = submitted * (options.repetitions + 1)
    # A script holds the leaf after the one that is read.
    return answered + 2 * max(clients) + PLAIN_CLIENTS


def cookie_of(app: Flask, account_id: int) -> str:
    """Sign a session as the application does when this person signs in."""
    session = {
        "_fresh": True,
        "_permanent": True,
        "_user_id": f"{account_id}.0",
        "csrf_token": secrets.token_hex(20),
    }
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # Flask's own kind of session has it.
    return f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps(session)}"


def compare(
    subject: tuple[Served, Sequence[Client]],
    baseline: tuple[Served, Sequence[Client]],
    options: Options,
    *,
    how: str = "",
) -> list[Result]:
    """Measure clients of the workbench beside as many of the minimal endpoint, in turns."""
    count = len(subject[1])
    rounds = _rounds(options, count)
    _round(subject, rounds)
    _round(baseline, rounds)
    taken: dict[str, list[tuple[float, float]]] = {"subject": [], "baseline": []}
    for number in range(options.repetitions):
        sides = [("subject", subject), ("baseline", baseline)]
        for name, side in sides if number % 2 == 0 else reversed(sides):
            taken[name].append(_round(side, rounds))
    n = rounds * count
    speeds = {name: [n / wall for wall, _ in rows] for name, rows in taken.items()}
    costs = {name: [cpu / n * 1_000 for _, cpu in rows] for name, rows in taken.items()}
    who = f"{count} client{'s' if count > 1 else ''}{how}"
    return [
        Result(
            NAME,
            f"{who}: submissions a second",
            "× the minimal endpoint's",
            _ratios(speeds),
            Aim("at least", 0.5),
            {
                "a second": median(speeds["subject"]),
                "minimal a second": median(speeds["baseline"]),
            },
        ),
        Result(
            NAME,
            f"{who}: server processor time for each",
            "× the minimal endpoint's",
            _ratios(costs),
            Aim("at most", 3),
            {"ms": median(costs["subject"]), "minimal ms": median(costs["baseline"])},
        ),
    ]


def _rounds(options: Options, count: int) -> int:
    return max(1, options.size(320, quick=96, tiny=2) // count)


def _ratios(sides: dict[str, list[float]]) -> tuple[float, ...]:
    both = zip(sides["subject"], sides["baseline"], strict=True)
    # A round may be over before /proc has counted a hundredth of a second.
    return tuple(subject / max(baseline, 1e-6) for subject, baseline in both)


def _round(side: tuple[Served, Sequence[Client]], rounds: int) -> tuple[float, float]:
    server, clients = side
    before = server.processor_seconds()
    taken = all_at_once(clients, rounds)
    return taken, server.processor_seconds() - before


def _assert_all_stored(folder: Path, submitted: int) -> None:
    with workbench_in(folder):
        stored = db.session.scalar(select(func.count()).select_from(Annotation))
    if stored != submitted:
        raise RuntimeError(f"{submitted} submissions were acknowledged and {stored} are stored.")
