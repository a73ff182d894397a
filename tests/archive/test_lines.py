"""A table is cut into records in one pass, whatever its quotation marks are."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.work import lines_run
from workbench.archive import lines as module
from workbench.archive.lines import BROKEN_QUOTE, Lines, Record, table_records
from workbench.text.tables import BrokenTableError, rows

# In inches: opens a quoted cell at its end, whether or not one was open before.
INCHES = '5",6,"7\n'


def cut(text: str) -> list[Record]:
    return list(table_records(Lines(BytesIO(text.encode())), ","))


def one_by_one(text: str, most: int) -> Iterator[Record]:
    """Try each beginning of a record with ever more lines: slow, and easy to believe."""
    lines = text.splitlines(keepends=True)
    place = 0
    while place < len(lines):
        end = _end_of_record(lines, place, most)
        raw = "".join(lines[place:end]).encode()
        yield Record(place + 1, raw) if end else Record(place + 1, b"", BROKEN_QUOTE)
        place = end or place + 1


def _end_of_record(lines: list[str], start: int, most: int) -> int:
    for end in range(start + 1, len(lines) + 1):
        if end > start + 1 and len("".join(lines[start : end - 1])) >= most:
            return 0
        try:
            list(rows("".join(lines[start:end]), ","))
        except BrokenTableError as error:
            if getattr(error, "closed", True):
                return 0
        else:
            return end
    return 0


@given(st.text(alphabet='a," \n', max_size=60).map(lambda text: text + "\n"))
def test_records_are_those_of_a_slow_reader(text: str) -> None:
    assert cut(text) == list(one_by_one(text, most=1_000))


@given(st.lists(st.sampled_from([INCHES, "a,b\n", '"a\n', 'a"\n', '"b",c\n']), max_size=12))
def test_the_longest_record_is_measured_from_its_own_beginning(lines: list[str]) -> None:
    text = "".join(lines)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "MOST_BYTES", 20)
        assert cut(text) == list(one_by_one(text, most=20))


@pytest.mark.parametrize("most", [10**9, 500])
def test_odd_quotation_marks_do_not_have_lines_read_again_and_again(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", most)
    few, many = INCHES * 200, INCHES * 400
    assert {record.reason for record in cut(few)} == {BROKEN_QUOTE}
    # Twice the work for twice the lines; reading all of the rest for each was four times as much.
    assert lines_run(lambda: cut(many)) < 2.2 * lines_run(lambda: cut(few))
