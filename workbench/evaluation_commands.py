"""The commands that evaluate and train; the `workbench` command adds them to its own."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from functools import wraps
from pathlib import Path
from typing import Any

import click

from workbench.app import VERSION
from workbench.config import resource
from workbench.database import now
from workbench.evaluation.ablation import PARTS, guesser_without
from workbench.evaluation.evaluating import (
    Evaluation,
    evaluate,
    evaluate_guesses,
    judged_by,
)
from workbench.evaluation.gold import Fields, GoldError, GoldText, placed_texts, read_gold
from workbench.evaluation.guessing import SHIPPED, Guess, Guesser, ModelError, guesser_named
from workbench.evaluation.intervals import SEED
from workbench.evaluation.left_out import Change, as_table, changes
from workbench.evaluation.page import as_page
from workbench.evaluation.tables import Table, as_text, table_as_text
from workbench.evaluation.undefined import undefined
from workbench.evaluation.wording import NAMES, number, signed
from workbench.learning import model_file
from workbench.learning.beside_shipped import Beside, Row, as_tables, beside_shipped
from workbench.learning.labelled import (
    Labelled,
    TrainingError,
    fingerprint,
    labelled,
    seen_as,
)
from workbench.learning.model import Model, Placed
from workbench.learning.training import Trained, measures, train
from workbench.scoring.lexicon import Lexicon
from workbench.scoring.prescore import prescore
from workbench.scoring.surroundings import prescore_together
from workbench.whole_files import write_whole

_FIELDS = Fields()
EACH = "each"
_SAID = {
    "text": "Field of the text.",
    "label": "Field of 0 or 1 for bias.",
    "words": "Field of marked words.",
    "outlet": "Field of the outlet.",
    "score": "Field of the sentiment.",
    "voice": "Field of the voice.",
    "article": "Field of the article.",
    "condition": "Field of “blind”, “assisted” or “adjudicated”.",
}
_LEARNED_FROM_THESE = (
    "The model learned from these very texts, so that every figure here flatters it: it was "
    "cross-validated when it was trained, and “workbench train” prints that."
)
# More than any file has texts.
_APART = 1_000_000_000
_GOLD = click.Path(exists=True, dir_okay=False, path_type=Path)
_FILE = click.Path(dir_okay=False, path_type=Path)


def _names_fields(command: Callable[..., None]) -> Callable[..., None]:
    """Add an option for each field, and give the command all of them as `fields`."""

    @wraps(command)
    def with_fields(**options: Any) -> None:
        named = {name: options.pop(name) for name in _SAID}
        command(fields=Fields(**named), **options)

    found: Callable[..., None] = with_fields
    for name, said in reversed(_SAID.items()):
        default = getattr(_FIELDS, name)
        found = click.option(f"--{name}", default=default, show_default=True, help=said)(found)
    return found


@click.command("evaluate")
@click.argument("gold", type=_GOLD)
@click.option(
    "--model",
    default=SHIPPED,
    show_default=True,
    help="What guesses: “shipped”, “vader”, a lexicon in a CSV file, or a trained model (.npz).",
)
@click.option(
    "--without",
    type=click.Choice([*PARTS, EACH]),
    multiple=True,
    help="Part of the shipped scores to leave out; “each” tells what every one of them adds.",
)
@click.option("--json", "as_json", is_flag=True, help="Write JSON instead of tables.")
@click.option("--html", "page", type=_FILE, help="HTML file to write, with figures.")
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=SEED,
    show_default=True,
    help="Seed of the intervals.",
)
@_names_fields
def evaluate_command(
    gold: Path,
    model: str,
    without: tuple[str, ...],
    as_json: bool,
    page: Path | None,
    seed: int,
    fields: Fields,
) -> None:
    """Hold the guesses against GOLD, a .jsonl, .csv or .tsv file of labelled texts; no database."""
    if without and (model != SHIPPED or (EACH in without and (page or len(without) > 1))):
        raise click.ClickException(
            "--without leaves out parts of the shipped scores: it goes with no --model, and "
            f"“{EACH}” with no other part and no --html."
        )
    try:
        texts = read_gold(gold, fields)
        if EACH in without:
            click.echo(_ablation(texts, gold.name, as_json=as_json))
            return
        learned = model_file.load(Path(model)) if model.endswith(model_file.SUFFIX) else None
        guesser = guesser_named(model) if learned is None else _learned_guesser(learned)
        if without:
            guesser = guesser_without(without, _lexicon())
        found = evaluate(texts, guesser, name=gold.name, seed=seed)
        changed: tuple[Change, ...] = ()
        if without:
            changed = changes(texts, guesser, found, _lexicon(), seed=seed)
        if learned is not None:
            found = replace(found, remark=_flattered(learned, texts))
    except (GoldError, ModelError, model_file.ModelFileError) as error:
        raise click.ClickException(str(error)) from error
    if not any((found.words, found.bias, found.voice, found.sentiment)):
        raise click.ClickException(
            f"{gold.name} holds no labels under the fields {fields.label}, {fields.words}, "
            f"{fields.voice} or {fields.score}. Name its own fields; --help lists the options."
        )
    if page is not None:
        _write(page, as_page(found, software=VERSION).encode())
    if as_json:
        click.echo(as_json_text(found, changed=changed))
        return
    click.echo(as_text(found))
    if changed:
        click.echo(f"\n{table_as_text(as_table(changed))}")


@click.command("train")
@click.argument("gold", nargs=-1, required=True, type=_GOLD)
@click.option("--out", required=True, type=_FILE, help="File to write the model to (.npz).")
@click.option("--json", "as_json", is_flag=True, help="Write JSON instead of tables.")
@click.option(
    "--leave-outlets-out",
    is_flag=True,
    help="Measure on unseen outlets too, by leaving each one out in turn.",
)
@_names_fields
def train_command(
    gold: tuple[Path, ...], out: Path, as_json: bool, leave_outlets_out: bool, fields: Fields
) -> None:
    """Learn from GOLD, one or more files of labelled texts, and write a model; no database.

    The figures are of texts whose articles the model had not seen.
    """
    if out.suffix != model_file.SUFFIX:
        raise click.ClickException(f"{out} must end in {model_file.SUFFIX}.")
    try:
        read = [read_gold(path, fields) for path in gold]
        texts = [
            text
            for part, (path, one) in enumerate(zip(gold, read, strict=True))
            for text in _of_file(part, path, one)
        ]
        trained = train(
            texts, _lexicon(), at=now(), software=VERSION, with_outlets=leave_outlets_out
        )
    except (GoldError, TrainingError) as error:
        raise click.ClickException(str(error)) from error
    _write(out, model_file.as_bytes(trained.model))
    beside = beside_shipped(trained, texts, [text for one in read for text in one])
    if as_json:
        click.echo(_trained_as_json(trained, beside))
    else:
        click.echo(_trained_as_text(trained, beside, out))


def _of_file(part: int, path: Path, read: Sequence[GoldText]) -> list[Labelled]:
    try:
        texts = labelled(read)
    except TrainingError as error:
        raise GoldError(f"{path.name}: {error}") from error
    # Two files may number other articles alike, and texts of two files are no neighbours.
    return [
        text if text.position is None else replace(text, position=text.position + part * _APART)
        for text in texts
    ]


def _trained_as_text(trained: Trained, beside: Beside, out: Path) -> str:
    parts = [as_text(beside.by_article)]
    if beside.by_outlet:
        parts.append(as_text(beside.by_outlet))
    origin = trained.model.origin
    parts += [table_as_text(table) for table in as_tables(beside)]
    around = trained.model.rules.around
    if around is not None:
        parts.append(
            "Sentiment leans on the paragraphs around where an article is named: a paragraph's own "
            f"score counts {number(around.own)}, the mean of those around it "
            f"{number(around.around)}."
        )
    parts.append(
        f"{out} holds {origin.version}, learned from {origin.texts:,} texts of "
        f"{origin.articles:,} articles (training data {origin.fingerprint})."
    )
    return "\n\n".join(parts)


def _trained_as_json(trained: Trained, beside: Beside) -> str:
    origin = trained.model.origin
    written = {
        "origin": asdict(origin) | {"trained_at": origin.trained_at.isoformat()},
        "shipped": trained.shipped,
        "around": asdict(trained.model.rules.around) if trained.model.rules.around else None,
        "beside_shipped": [_row_as_json(row, "shipped") for row in beside.rows],
        "beside_alone": [_row_as_json(row, "alone") for row in beside.alone],
        "by_article": json.loads(as_json_text(beside.by_article)),
        "by_outlet": (json.loads(as_json_text(beside.by_outlet)) if beside.by_outlet else None),
    }
    return json.dumps(written, ensure_ascii=False, indent=2, allow_nan=False)


def _row_as_json(row: Row, other: str) -> dict[str, Any]:
    return {
        "name": row.name,
        "learned": row.learned,
        other: row.other,
        "learned_limits": asdict(row.learned_limits),
        f"{other}_limits": asdict(row.other_limits),
        "difference_limits": asdict(row.difference_limits),
        "said": row.said,
    }


def _ablation(texts: Sequence[GoldText], name: str, *, as_json: bool) -> str:
    """Measure the shipped scores whole, and without each part in turn."""
    lexicon = _lexicon()
    found = {
        part or "nothing": measures(
            evaluate_guesses(
                judged_by(guesser_without([part] if part else [], lexicon), texts),
                model="",
                name=name,
            )
        )
        for part in ("", *PARTS)
    }
    if as_json:
        written = {"software": VERSION, "gold": name, "texts": len(texts), "without": found}
        return json.dumps(written, ensure_ascii=False, indent=2, allow_nan=False)
    known = [each for each, value in found["nothing"].items() if value is not None]
    whole = found["nothing"]
    rows = tuple(
        (part, *(_changed(values[each], whole[each], is_whole=part == "nothing") for each in known))
        for part, values in found.items()
    )
    notes = "\n".join(f"{part}: {said}" for part, said in PARTS.items())
    table = Table(
        f"What each part adds, on {len(texts):,} texts of {name}",
        "The first line is the whole; below it stands by how much a figure changes without a part.",
        ("without", *(NAMES[each] for each in known)),
        rows,
    )
    return f"{table_as_text(table)}\n\n{notes}"


def _changed(value: float | None, whole: float | None, *, is_whole: bool) -> str:
    if is_whole or value is None or whole is None:
        return number(value)
    return signed(value - whole)


def _flattered(learned: Model, texts: Sequence[GoldText]) -> str:
    if _learned_from(learned, texts):
        return _LEARNED_FROM_THESE
    known = sum(seen_as(text.text) in learned.seen for text in texts)
    if not known:
        return ""
    return f"The model learned from {known:,} of these texts: the figures here flatter it."


def _learned_from(learned: Model, texts: Sequence[GoldText]) -> bool:
    try:
        return learned.origin.fingerprint == fingerprint(labelled(texts))
    except TrainingError:
        # From texts that cannot be learned from no model was learned.
        return False


def _learned_guesser(model: Model) -> Guesser:
    lexicon, origin = _lexicon(), model.origin

    def guess_together(texts: Sequence[GoldText]) -> list[Guess]:
        placed = placed_texts(texts)
        scored = prescore_together(placed, lexicon)
        return model.guess_together(
            [Placed(text, each, place) for (place, text), each in zip(placed, scored, strict=True)]
        )

    return Guesser(
        f"{origin.version}, learned from {origin.texts:,} texts, with {lexicon.version}",
        lambda text: model.guess(text, prescore(text, lexicon)),
        guess_together=guess_together,
    )


def _lexicon() -> Lexicon:
    return Lexicon.load(resource("seeds") / "lexicon.csv")


def as_json_text(found: Evaluation, *, changed: Sequence[Change] = ()) -> str:
    """Write an evaluation as JSON; a measure that is null is named in `undefined`, and why."""
    written = {"software": VERSION, **asdict(found), "undefined": undefined(found)}
    if changed:
        written["beside_whole"] = [asdict(each) for each in changed]
    if found.words:
        hits = found.words.hits
        written["words"]["hits"] |= {
            "precision": hits.precision,
            "recall": hits.recall,
            "f1": hits.f1,
        }
    return json.dumps(written, ensure_ascii=False, indent=2, allow_nan=False)


def _write(path: Path, content: bytes) -> None:
    try:
        write_whole(path, content)
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}.") from error


COMMANDS = (evaluate_command, train_command)
