"""Labels from any table of (item, annotator, label), such as another program's export."""

import csv
import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.agreement.labels import LabelMatrix
from workbench.codebook.levels import Level
from workbench.text.decoding import NotTextError, decode

DELIMITERS = (",", ";", "\t")
# A table of labels may carry whole articles in a column that is not even asked for.
_LONGEST_CELL = 100_000_000
# Every pair of labels takes room and time: twenty thousand of them, such as a column of comments,
# would fill the memory of the machine.
MOST_LABELS = 2_000


class LabelTableError(ValueError):
    """Say what makes a table unusable, and on which line."""


@dataclass(frozen=True)
class Named:
    """Name the columns to read; `cluster` is "" where items are independent."""

    item: str
    annotator: str
    label: str
    cluster: str = ""


@dataclass(frozen=True)
class LabelTable:
    """Hold the labels of a table in rows as they stand.

    An empty cell is "not annotated": `n_empty` counts the rows left out for one. Everything else
    is a label as it is written, "nan" and "None" too. Each row has its `lines` entry, the line it
    ends on. `clusters` is empty without a column for them.
    """

    items: tuple[str, ...]
    annotators: tuple[str, ...]
    labels: tuple[str, ...]
    clusters: tuple[str, ...]
    lines: tuple[int, ...]
    n_empty: int


@dataclass(frozen=True)
class Arranged:
    """Hold a matrix with the cluster of each of its items (None without), and what was noticed."""

    matrix: LabelMatrix
    clusters: tuple[str, ...] | None
    notes: tuple[str, ...]


def read_labels(raw: bytes, columns: Named) -> LabelTable:
    r"""Read a table with a header, separated by commas, semicolons or tabs.

    Spaces around a cell do not count. Raises LabelTableError for bytes that are no table, a
    missing or doubled column, a short row, and a label without item, annotator or cluster.

    >>> table = read_labels(b"text;who;bias\n1;Ada;yes\n1;Ben;\n", Named("text", "who", "bias"))
    >>> table.items, table.labels, table.n_empty
    (('1',), ('yes',), 1)
    """
    try:
        text = decode(raw).text
    except NotTextError as error:
        raise LabelTableError(str(error)) from error
    if not text.strip():
        raise LabelTableError("The file is empty.")
    wanted = [columns.item, columns.annotator, columns.label]
    wanted += [columns.cluster] if columns.cluster else []
    kept: list[list[str]] = []
    lines: list[int] = []
    n_empty = 0
    for line, cells in _chosen_cells(text, wanted):
        if not cells[2]:
            n_empty += 1
            continue
        if not all(cells):
            missing = wanted[cells.index("")]
            raise LabelTableError(f"Line {line} has a label, and nothing in “{missing}”.")
        kept.append(cells)
        lines.append(line)
    if not kept:
        raise LabelTableError(f"The column “{columns.label}” holds no label.")
    items, annotators, labels, *clusters = (tuple(column) for column in zip(*kept, strict=True))
    return LabelTable(
        items, annotators, labels, clusters[0] if clusters else (), tuple(lines), n_empty
    )


def arrange(table: LabelTable, *, level: Level, declared: Sequence[str] = ()) -> Arranged:
    """Arrange labels for the coefficients.

    Without `declared` labels those that occur are taken, numbers in their order; an ordinal scale
    of words is refused, because its order cannot be guessed. On interval and ratio scales "1" and
    "1.0" are one label, elsewhere they are two. A second label of one annotator on one item is an
    error even if it is the same: which of them counts is for the study to say.
    Raises LabelTableError, and LabelError for a scale that does not fit the level.

    >>> table = LabelTable(("1", "1"), ("Ada", "Ben"), ("1", "1.0"), (), (2, 3), 0)
    >>> arrange(table, level=Level.INTERVAL).matrix.labels
    ('1',)
    >>> arrange(table, level=Level.NOMINAL).notes[-1]
    '“1” and “1.0” are counted as different labels.'
    """
    _refuse_doubles(table)
    labels, notes = table.labels, []
    if level in (Level.INTERVAL, Level.RATIO):
        labels, declared = _by_number(labels, declared, table.lines)
    if declared:
        _refuse_undeclared(labels, declared, table.lines)
    else:
        declared = _found(labels, level)
        if len(declared) > MOST_LABELS:
            raise LabelTableError(
                f"There are {len(declared):,} different labels, and at most {MOST_LABELS:,} can be "
                "compared. Choose the column that holds the labels."
            )
        notes.append(
            f"The {len(declared)} labels that occur are taken as the whole scale; "
            "declare it with --labels if it has more."
        )
    if table.n_empty:
        notes.append(f"{table.n_empty} rows without a label are counted as not annotated.")
    matrix = LabelMatrix.from_triples(
        table.items, table.annotators, labels, declared=declared, level=level
    )
    notes += _lookalikes(declared)
    return Arranged(matrix, _clusters(table, matrix), tuple(notes))


def _chosen_cells(text: str, wanted: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    lines = list(io.StringIO(text))
    # Excel may name its delimiter in the first line. Anywhere else "sep=" is what somebody wrote,
    # and a line that counts as empty keeps the numbers of those after it.
    if lines and lines[0].startswith("sep="):
        lines[0] = "\n"
    header = next((line for line in lines if line.strip()), "")
    delimiter = max(DELIMITERS, key=lambda mark: _known(header, mark, wanted))
    earlier = csv.field_size_limit(_LONGEST_CELL)
    try:
        reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)
        places: list[int] = []
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if not places:
                places = _places(cells, wanted)
                continue
            if len(cells) <= max(places):
                raise LabelTableError(
                    f"Line {reader.line_num} has {len(cells)} cells, too few for all columns."
                )
            yield reader.line_num, [cells[place].strip() for place in places]
    except csv.Error as error:
        raise LabelTableError(f"Line {reader.line_num} is no row of a table: {error}.") from error
    finally:
        csv.field_size_limit(earlier)


def _known(header: str, delimiter: str, wanted: Sequence[str]) -> tuple[int, int]:
    names = [name.strip().strip('"') for name in header.split(delimiter)]
    return sum(name in names for name in wanted), len(names)


def _places(header: list[str], wanted: Sequence[str]) -> list[int]:
    names = [name.strip() for name in header]
    for name in wanted:
        if names.count(name) != 1:
            how = "no column" if name not in names else "more than one column"
            found = ", ".join(f"“{one[:40]}”" for one in names[:20])
            raise LabelTableError(f"There is {how} “{name}”. The columns are {found}.")
    return [names.index(name) for name in wanted]


def _refuse_doubles(table: LabelTable) -> None:
    first: dict[tuple[str, str], int] = {}
    n_again, example = 0, ""
    for place, cell in enumerate(zip(table.items, table.annotators, strict=True)):
        before = first.setdefault(cell, place)
        if before == place:
            continue
        n_again += 1
        if not example:
            one, other = table.labels[before], table.labels[place]
            example = (
                f"Annotator “{cell[1]}” labelled item “{cell[0]}” more than once: “{one}” on line "
                f"{table.lines[before]} and “{other}” on line {table.lines[place]}"
            )
    if n_again:
        more = f" ({n_again} rows repeat an earlier one)" if n_again > 1 else ""
        raise LabelTableError(f"{example}{more}. Keep the one that counts and start again.")


def _by_number(
    labels: tuple[str, ...], declared: Sequence[str], lines: tuple[int, ...]
) -> tuple[tuple[str, ...], Sequence[str]]:
    spelled: dict[float, str] = {}
    for label in declared:
        if _number(label) is None:
            raise LabelTableError(f"“{label}” is no number, which this level needs.{_hint(label)}")
        spelled.setdefault(_number(label) or 0.0, label)
    joined = []
    for label, line in zip(labels, lines, strict=True):
        number = _number(label)
        if number is None:
            raise LabelTableError(
                f"“{label}” on line {line} is no number, which this level needs.{_hint(label)}"
            )
        # 0.0 and -0.0 are equal, and so one label.
        joined.append(
            spelled.setdefault(number, label) if not declared else spelled.get(number, label)
        )
    return tuple(joined), tuple(spelled.values()) if declared else declared


def _hint(label: str) -> str:
    """Say what to do where a number was written as on the European continent."""
    # Read on the quiet, "1,234" would be either a thousand or one and a bit.
    is_comma = label.count(",") == 1 and _number(label.replace(",", ".")) is not None
    return " Write decimals with a point." if is_comma else ""


def _refuse_undeclared(
    labels: tuple[str, ...], declared: Sequence[str], lines: tuple[int, ...]
) -> None:
    known = set(declared)
    if len(known) != len(declared):
        raise LabelTableError("A label is declared twice.")
    for label, line in zip(labels, lines, strict=True):
        if label not in known:
            names = ", ".join(f"“{one}”" for one in declared)
            raise LabelTableError(f"“{label}” on line {line} is not among the labels {names}.")


def _found(labels: tuple[str, ...], level: Level) -> tuple[str, ...]:
    found = sorted(set(labels))
    numbers = {label: number for label in found if (number := _number(label)) is not None}
    if len(numbers) == len(found):
        return tuple(sorted(found, key=lambda label: (numbers[label], label)))
    if level is Level.ORDINAL:
        names = ",".join(found[:5])
        raise LabelTableError(
            f"The order of words cannot be guessed: give it, lowest first, as --labels {names}"
        )
    return tuple(found)


def _lookalikes(declared: Sequence[str]) -> list[str]:
    """Name pairs of labels that a person might take for one."""
    first: dict[str | float, str] = {}
    notes = []
    for label in declared:
        number = _number(label)
        alike = first.setdefault(label.casefold() if number is None else number, label)
        if alike != label:
            notes.append(f"“{alike}” and “{label}” are counted as different labels.")
    return notes


def _clusters(table: LabelTable, matrix: LabelMatrix) -> tuple[str, ...] | None:
    if not table.clusters:
        return None
    of_item: dict[str, str] = {}
    for item, cluster, line in zip(table.items, table.clusters, table.lines, strict=True):
        if of_item.setdefault(item, cluster) != cluster:
            raise LabelTableError(
                f"Item “{item}” belongs to “{of_item[item]}” and, on line {line}, to “{cluster}”."
            )
    return tuple(of_item[str(item)] for item in matrix.item_ids)


def _number(label: str) -> float | None:
    try:
        number = float(label)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
