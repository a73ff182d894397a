"""`workbench import-labels`: bring labels that were given elsewhere into a project."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import click

from workbench.app import create_app
from workbench.articles.ordering import follow_scores
from workbench.codebook.codebook import Codebook
from workbench.codebook.levels import Level
from workbench.config import Settings
from workbench.database import db, now
from workbench.jobs.clock import ledger_time
from workbench.label_import_telling import faulty_lines, obstacle_lines
from workbench.label_imports.guessing import found_questions, guessed_reading, matched_labels
from workbench.label_imports.mapping import (
    AskedAs,
    Columns,
    Found,
    Reading,
    ReadingError,
    Repeats,
)
from workbench.label_imports.operations import (
    SourceFile,
    opened,
    reading_of,
    start_label_import,
    store_labels,
)
from workbench.label_imports.previewing import Opened, Preview, is_fresh, preview_of
from workbench.label_imports.storing import store_part
from workbench.label_imports.tables import TableError
from workbench.label_imports.wording import preview_lines
from workbench.projects.queries import codebook_in_force, find_project

FILE = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.command("import-labels")
@click.argument("file", type=FILE)
@click.option("--project", "project_name", required=True, help="Name or number of the project.")
@click.option("--texts", type=FILE, help="A second file with the texts of the items.")
@click.option("--annotator", help="Column that names the annotators.")
@click.option("--item", help="Column that names the items.")
@click.option("--text", help="Column with the texts.")
@click.option("--key", help="Column of the file of texts that names the items.")
@click.option("--article", help="Column that says which items stand in one article.")
@click.option("--outlet", help="Column with the outlets.")
@click.option("--time", help="Column with the times of the labels, as 2026-03-02T09:30.")
@click.option("--spans", help="Column with what was marked in the text.")
@click.option("--answers", multiple=True, help="Column that holds the labels of a question.")
@click.option("--question", help="Column that names the question, with a row for each answer.")
@click.option("--label", help="Column with the label, beside --question.")
@click.option(
    "--as",
    "asked_as",
    multiple=True,
    metavar="COLUMN=QUESTION",
    help="Which question of the codebook a column answers.",
)
@click.option(
    "--value",
    "values",
    multiple=True,
    metavar="COLUMN:VALUE=LABEL",
    help="Which label a value is; without LABEL it is left out.",
)
@click.option(
    "--level",
    "levels",
    multiple=True,
    metavar="COLUMN=LEVEL",
    help="Level of measurement of a new question.",
)
@click.option(
    "--codebook",
    type=click.Choice(["keep", "replace"]),
    help="Keep the project's questions, or ask only what the file answers.",
)
@click.option("--category", help="Category of what was marked without one.")
@click.option("--keep-names", is_flag=True, help="Keep the annotators' names as in the file.")
@click.option("--keep-good", is_flag=True, help="Leave out rows that cannot be read.")
@click.option(
    "--repeats",
    type=click.Choice([one.value for one in Repeats]),
    default=Repeats.REFUSE.value,
    show_default=True,
    help="What counts where an annotator labelled an item twice.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be stored, and store nothing.")
@click.pass_obj
def import_labels(
    settings: Settings,
    /,
    file: Path,
    project_name: str,
    texts: Path | None,
    answers: tuple[str, ...],
    asked_as: tuple[str, ...],
    values: tuple[str, ...],
    levels: tuple[str, ...],
    codebook: str | None,
    category: str | None,
    keep_names: bool,
    keep_good: bool,
    repeats: str,
    dry_run: bool,
    **columns: str | None,
) -> None:
    """Import labels that were given elsewhere, with their annotators as members nobody signs in as.

    What no option says is guessed from the names of the columns; --dry-run shows the guesses.
    """
    app = create_app(settings)
    with app.app_context():
        try:
            project = find_project(project_name)
            started = start_label_import(
                project.id,
                SourceFile(file.name, file.read_bytes()),
                None if texts is None else SourceFile(texts.name, texts.read_bytes()),
                account_id=None,
                at=now(),
            )
            files = opened(started)
            chosen = _columns(reading_of(started).columns, columns, answers)
            reading = _reading(project.id, files, chosen, asked_as, values, levels, codebook)
            reading = replace(
                reading,
                category=reading.category if category is None else category,
                keeps_names=keep_names,
                leaves_out_bad=keep_good,
                repeats=Repeats(repeats),
            )
            preview = preview_of(project.id, files, reading)
            _tell(preview, reading)
            obstacles = " ".join(obstacle_lines(preview))
            if obstacles:
                raise ReadingError(
                    f"Nothing {'would be' if dry_run else 'was'} stored. {obstacles}"
                )
            if dry_run:
                db.session.rollback()
                click.echo("Nothing is stored.")
                return
            parts = store_labels(
                started, reading, preview, by=None, key=settings.secret_key, at=now()
            )
            # Each part in a transaction of its own: nobody waits long for a large file.
            for part_id, _ in parts:
                db.session.commit()
                store_part(started, part_id, at=now())
            follow_scores(project.id, account_id=None, at=ledger_time())
            db.session.commit()
        except (LookupError, TableError, ReadingError) as error:
            db.session.rollback()
            raise click.ClickException(str(error)) from error
        finally:
            db.session.remove()
            db.engine.dispose()
    click.echo(f"{len(preview.plan.given):,} annotations were imported.")


def _columns(guessed: Columns, given: dict[str, str | None], answers: tuple[str, ...]) -> Columns:
    """Put what was said in the place of what was guessed."""
    said = {name: value for name, value in given.items() if value is not None}
    found = replace(guessed, **said)  # type: ignore[arg-type]  # All of them are texts.
    if answers:
        return replace(found, answers=answers, question="", label="")
    if "question" in said:
        return replace(found, answers=())
    taken = set(said.values())
    return replace(found, answers=tuple(name for name in found.answers if name not in taken))


def _reading(
    project_id: int,
    files: Opened,
    columns: Columns,
    asked_as: tuple[str, ...],
    values: tuple[str, ...],
    levels: tuple[str, ...],
    codebook: str | None,
) -> Reading:
    in_force = codebook_in_force(project_id).codebook
    fresh = is_fresh(project_id) if codebook is None else codebook == "replace"
    if not columns.annotator:
        raise ReadingError("Say which column names the annotators, as --annotator COLUMN.")
    if not columns.item and not columns.text:
        raise ReadingError(
            "Say which column holds the texts, as --text COLUMN, or names the items, as --item "
            "COLUMN."
        )
    columns_known = {*files.table.columns, ""}
    for name in (columns.annotator, columns.question, columns.label, *columns.answers):
        if name not in columns_known:
            raise ReadingError(f"{files.table.name} has no column “{name}”.")
    reading = guessed_reading(files.table, columns, in_force, is_fresh=fresh)
    if codebook is not None:
        reading = replace(reading, replaces_codebook=codebook == "replace")
    wanted = dict(_pairs(asked_as, "--as"))
    levels_of = dict(_pairs(levels, "--level"))
    said: dict[str, dict[str, str]] = {}
    for left, label in _pairs(values, "--value"):
        source, mark, value = left.partition(":")
        if not mark:
            raise ReadingError(f"--value {left}={label} must look like COLUMN:VALUE=LABEL.")
        said.setdefault(source, {})[value] = label
    found = {one.source: one for one in found_questions(files.table, columns)}
    _refuse_strangers((*wanted, *levels_of, *said), found)
    questions = []
    for guessed in reading.questions:
        asked = guessed
        if asked.source in wanted:
            asked = _asked_as(found[asked.source], wanted[asked.source], in_force)
        if asked.source in levels_of:
            asked = replace(asked, level=_level(levels_of[asked.source]))
        questions.append(_with_values(asked, said.get(asked.source, {})))
    return replace(reading, questions=tuple(questions))


def _asked_as(found: Found, name: str, codebook: Codebook) -> AskedAs:
    names = [question.name for question in codebook.questions]
    if name not in names:
        raise ReadingError(f"The codebook has no question “{name}”: it asks {', '.join(names)}.")
    labels = matched_labels(codebook.question(name), found.values)
    return AskedAs(source=found.source, name=name, labels_of=labels)


def _with_values(asked: AskedAs, said: dict[str, str]) -> AskedAs:
    """Put what was said of values in the place of what was guessed."""
    labels_of = {**asked.labels_of, **said}
    unsaid = [value for value, label in labels_of.items() if not label and value not in said]
    if unsaid:
        raise ReadingError(
            f"No label of {asked.name} is called “{unsaid[0]}”: say which it is, as "
            f"--value “{asked.source}:{unsaid[0]}=LABEL”, or nothing after = to leave it out."
        )
    labels = asked.labels
    if asked.is_new and said:
        used = set(labels_of.values())
        added = [label for label in said.values() if label and label not in labels]
        labels = (*(label for label in labels if label in used), *dict.fromkeys(added))
    return replace(asked, labels_of=labels_of, labels=labels)


def _refuse_strangers(sources: Iterable[str], found: Mapping[str, Found]) -> None:
    for source in sources:
        if source not in found:
            known = ", ".join(f"“{name}”" for name in found) or "none"
            raise ReadingError(f"No question of the file is called “{source}”: there are {known}.")


def _pairs(texts: Iterable[str], option: str) -> Iterable[tuple[str, str]]:
    for text in texts:
        left, mark, right = text.rpartition("=")
        if not mark:
            raise ReadingError(f"{option} {text} needs an equals sign.")
        yield left, right


def _level(text: str) -> Level:
    try:
        return Level(text)
    except ValueError:
        raise ReadingError(
            f"“{text}” is no level: use {', '.join(level.value for level in Level)}."
        ) from None


def _tell(preview: Preview, reading: Reading) -> None:
    for line in preview_lines(preview, reading):
        click.echo(line)
    for line in faulty_lines(preview):
        click.echo(line, err=True)
