"""Import of an upload until it is ready for annotation, beside the pre-scoring in it alone."""

import json
from functools import partial

from benchmarks.measuring import in_turns, middle
from benchmarks.options import Options
from benchmarks.prescoring import score_ours
from benchmarks.results import Aim, Result
from benchmarks.studies import add_study, import_paragraphs, workbench_in, write_articles

NAME = "import"
PARAGRAPHS = 10_000


def run(options: Options) -> list[Result]:
    """Import into a new project each time: reading, pre-scoring, storing and the commit."""
    count = options.size(PARAGRAPHS, quick=2_000, tiny=20)
    upload = write_articles(options.folder / "upload.jsonl", count)
    lines = upload.read_text(encoding="utf-8").splitlines()
    texts = tuple(text for line in lines for text in json.loads(line)["text"].split("\n\n"))
    with workbench_in(options.folder / "instance"):
        numbers = iter(range(1_000))

        def import_all() -> None:
            project = add_study(annotators=1, name=f"Import {next(numbers)}").project_id
            stored = import_paragraphs(project, upload)
            if stored != len(lines):
                raise RuntimeError(f"{stored} of {len(lines)} articles were stored.")

        pair = in_turns(
            import_all,
            partial(score_ours, texts),
            repetitions=options.size(5, quick=3, tiny=1),
        )
    return [
        Result(
            NAME,
            f"{len(texts):,} paragraphs of 600 characters",
            "× pre-scoring alone",
            pair.ratios,
            Aim("at most", 1.5),
            {
                "seconds": middle(pair.subject),
                "seconds of pre-scoring": middle(pair.baseline),
                "× by processor time": pair.processor_ratio,
            },
        )
    ]
