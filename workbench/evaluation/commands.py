"""The `evaluate` command; the `workbench` command adds it to its own."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from workbench.evaluation.evaluating import Evaluation, evaluate
from workbench.evaluation.gold import Fields, GoldError, read_gold
from workbench.evaluation.guessing import SHIPPED, ModelError, guesser_named
from workbench.evaluation.page import as_page
from workbench.evaluation.tables import as_text

_FIELDS = Fields()


@click.command("evaluate")
@click.argument("gold", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--model",
    default=SHIPPED,
    show_default=True,
    help="What guesses: “shipped”, “vader”, or a lexicon in a CSV file.",
)
@click.option("--json", "as_json", is_flag=True, help="Write JSON instead of tables.")
@click.option(
    "--html",
    "page",
    type=click.Path(dir_okay=False, path_type=Path),
    help="HTML file to write, with figures.",
)
@click.option("--text", default=_FIELDS.text, show_default=True, help="Field of the text.")
@click.option("--label", default=_FIELDS.label, show_default=True, help="Field of 0 or 1 for bias.")
@click.option("--words", default=_FIELDS.words, show_default=True, help="Field of marked words.")
@click.option("--outlet", default=_FIELDS.outlet, show_default=True, help="Field of the outlet.")
@click.option("--score", default=_FIELDS.score, show_default=True, help="Field of the sentiment.")
@click.option("--voice", default=_FIELDS.voice, show_default=True, help="Field of the voice.")
@click.option("--article", default=_FIELDS.article, show_default=True, help="Field of the article.")
def evaluate_command(
    gold: Path,
    model: str,
    as_json: bool,
    page: Path | None,
    text: str,
    label: str,
    words: str,
    outlet: str,
    score: str,
    voice: str,
    article: str,
) -> None:
    """Hold the guesses against GOLD, a .jsonl or .csv file of labelled texts; no database."""
    fields = Fields(
        text=text,
        label=label,
        words=words,
        outlet=outlet,
        score=score,
        voice=voice,
        article=article,
    )
    try:
        found = evaluate(read_gold(gold, fields), guesser_named(model), name=gold.name)
    except (GoldError, ModelError) as error:
        raise click.ClickException(str(error)) from error
    if not any((found.words, found.bias, found.voice, found.sentiment)):
        raise click.ClickException(
            f"{gold.name} holds no labels under the fields {label}, {words}, {voice} or {score}. "
            "Name its own fields; --help lists the options."
        )
    if page is not None:
        _write(page, as_page(found))
    click.echo(as_json_text(found) if as_json else as_text(found))


def as_json_text(found: Evaluation) -> str:
    """Write an evaluation as JSON; an undefined measure is null."""
    written = asdict(found)
    if found.words:
        hits = found.words.hits
        written["words"]["hits"] |= {
            "precision": hits.precision,
            "recall": hits.recall,
            "f1": hits.f1,
        }
    return json.dumps(written, ensure_ascii=False, indent=2)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}.") from error


COMMANDS = (evaluate_command,)
