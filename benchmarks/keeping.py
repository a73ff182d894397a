"""Memory of the server: idle, after a load, and whether a second load adds to it."""

from benchmarks.clients import Annotator, all_at_once
from benchmarks.options import Options
from benchmarks.results import Aim, Result
from benchmarks.serving import served
from benchmarks.studies import add_study, import_paragraphs, workbench_in, write_articles
from benchmarks.submitting import cookie_of

NAME = "memory"
CLIENTS = 8
REQUESTS_EACH = 3  # A submission, the redirect to the next paragraph, and its page.


def run(options: Options) -> list[Result]:
    """Measure gunicorn with two workers before and after two bounded loads of equal size."""
    folder = options.folder / "instance"
    rounds = options.size(150, quick=40, tiny=2)
    with workbench_in(folder) as app:
        study = add_study(annotators=CLIENTS)
        size = 2 * CLIENTS * (rounds + 2)
        import_paragraphs(study.project_id, write_articles(options.folder / "a.jsonl", size))
        cookies = [cookie_of(app, account_id) for account_id in study.annotator_ids]
    with served("workbench", folder) as server:
        annotators = [Annotator(server.port, cookie, study.project_id) for cookie in cookies]
        idle = server.mebibytes()
        all_at_once(annotators, rounds)
        loaded = server.mebibytes()
        all_at_once(annotators, rounds)
        loaded_again = server.mebibytes()
        for annotator in annotators:
            annotator.close()
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
