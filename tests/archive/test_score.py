"""An archive holds what the application would store, whatever the input looks like."""

import gzip
import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.archive.inputs import article, bad_rows_of, json_lines, rows_of, scored
from tests.paths import ROOT
from workbench.archive.columns import chosen_columns
from workbench.archive.errors import ArchiveError
from workbench.archive.inputs import Reading, check_encoding, input_of
from workbench.archive.partitions import Unit
from workbench.archive.schema import COLUMNS, ORIGIN_KEY, REASONS_KEY, Column
from workbench.articles.lexicon import lexicon_in_force
from workbench.articles.suggestions import texts_to_score
from workbench.scoring.prescore import prescore
from workbench.scoring.surroundings import prescore_article
from workbench.text.articles import ArticleText, fingerprint
from workbench.text.reading import read_file

ALONE = """
import sys, workbench.archive.writing, workbench.archive.drawn_articles, workbench.archive.workers
print(sorted({"flask", "sqlalchemy", "wtforms"} & set(sys.modules)))
"""


def test_the_package_loads_no_framework_and_no_database() -> None:
    found = subprocess.run(
        [sys.executable, "-c", ALONE], capture_output=True, check=True, text=True
    )
    assert found.stdout.strip() == "[]"


def test_every_row_is_what_the_application_stores(tmp_path: Path) -> None:
    path = json_lines(tmp_path / "news.jsonl", range(5))
    written = scored(tmp_path / "out.parquet", path)
    assert (written.articles, written.paragraphs, written.bad_rows) == (5, 10, 0)
    rows = rows_of(written.path)
    lexicon = lexicon_in_force()
    texts = [
        item for item in read_file(path.name, path.read_bytes()) if isinstance(item, ArticleText)
    ]
    expected = [
        (text, paragraph, score[paragraph.position])
        for text in texts
        for score in [prescore_article(texts_to_score(text), lexicon)]
        for paragraph in text.paragraphs
    ]
    assert len(rows) == len(expected)
    for row, (text, paragraph, score) in zip(rows, expected, strict=True):
        assert row["article"] == fingerprint(text.body)
        assert row["paragraph_key"] == fingerprint(paragraph.text)
        assert (row["paragraph"], row["start"], row["end"]) == (
            paragraph.position,
            paragraph.start,
            paragraph.end,
        )
        assert (row["text"], row["headline"], row["outlet"], row["line"]) == (
            paragraph.text,
            text.headline,
            text.outlet,
            text.line,
        )
        assert row["published_on"] == text.published_on
        assert row["compound"] == score.sentiment.compound
        assert row["sentiment"] == score.sentiment.label
        assert [(span["start"], span["end"], span["reason_id"]) for span in row["spans"]] == [
            (word.start, word.end, word.term) for word in score.loaded_words
        ]
        assert row["loaded_words"] == len(score.loaded_words)
        assert (row["news_score"], row["news_sentiment"]) == (score.news.score, score.news.label)
        assert (row["bias_score"], row["bias"]) == (score.bias.score, score.bias.label)
        assert (row["voice_score"], row["voice"]) == (score.bias.voice_score, score.bias.voice)
        for name in ("sentiment", "lexicon", "news", "bias"):
            assert row[f"{name}_version"] == getattr(score, f"{name}_version")
    assert any(row["spans"] for row in rows)


def test_the_footer_says_what_it_was_made_from_and_why_words_are_loaded(tmp_path: Path) -> None:
    written = scored(tmp_path / "out.parquet", json_lines(tmp_path / "news.jsonl", range(2)))
    footer = pq.read_schema(written.path).metadata
    origin = json.loads(footer[ORIGIN_KEY])
    assert [each["name"] for each in origin["inputs"]] == ["news.jsonl"]
    assert origin["versions"]["lexicon"] == lexicon_in_force().version
    reasons = json.loads(footer[REASONS_KEY])
    assert reasons == {entry.term: entry.reason for entry in lexicon_in_force().entries}
    assert str(tmp_path) not in str(footer)


def test_formats_give_the_same_rows(tmp_path: Path) -> None:
    articles = [article(number) for number in range(6)]
    lines = json_lines(tmp_path / "news.jsonl", range(6))
    table = tmp_path / "news.csv"
    quoted = [
        ";".join('"' + cell.replace('"', '""') + '"' for cell in a.values()) for a in articles
    ]
    table.write_text("headline;outlet;date;text\r\n" + "\r\n".join(quoted), encoding="utf-8-sig")
    packed = tmp_path / "news.jsonl.gz"
    packed.write_bytes(gzip.compress(lines.read_bytes()))
    columns = {name: [each[name] for each in articles] for name in articles[0]}
    columns["date"] = [date.fromisoformat(day) for day in columns["date"]]  # type: ignore[misc]  # Other values.
    arrow = tmp_path / "news.parquet"
    pq.write_table(pa.table(columns), arrow, row_group_size=4)
    apart = {"source_name", "line"}
    first, *others = (
        [
            {name: value for name, value in row.items() if name not in apart}
            for row in rows_of(scored(tmp_path / f"{path.name}.out", path).path)
        ]
        for path in (lines, table, packed, arrow)
    )
    assert len(first) == 12
    for other in others:
        assert other == first


def test_other_names_are_given_by_the_column(tmp_path: Path) -> None:
    reading = Reading(columns=chosen_columns(["text=story", "outlet=where"]))
    table = tmp_path / "news.csv"
    table.write_text(
        "text,story,where\nnot this,The harbour was closed on Monday and nobody came.,The Post\n"
    )
    lines = tmp_path / "news.jsonl"
    values = {"story": "The harbour was closed on Monday and nobody came.", "where": "The Post"}
    lines.write_text(json.dumps({"text": "not this", **values}) + "\n{bad\n")
    arrow = tmp_path / "news.parquet"
    pq.write_table(pa.Table.from_pylist([{"text": "not this", **values}]), arrow)
    for path in (table, lines, arrow):
        (row,) = rows_of(scored(tmp_path / f"{path.name}.out", path, reading=reading).path)
        assert row["text"].startswith("The harbour was closed")
        assert row["outlet"] == "The Post"
    with pytest.raises(ArchiveError, match="no column “story”"):
        scored(tmp_path / "x", json_to_csv(tmp_path), reading=reading)


def json_to_csv(folder: Path) -> Path:
    path = folder / "other.csv"
    path.write_text("text\nThe harbour was closed.\n")
    return path


def test_paragraphs_stand_alone_when_rows_are_paragraphs(tmp_path: Path) -> None:
    path = json_lines(tmp_path / "news.jsonl", range(3))
    written = scored(tmp_path / "out.parquet", path, reading=Reading(unit=Unit.PARAGRAPHS))
    rows = rows_of(written.path)
    assert [row["paragraph"] for row in rows] == [0, 0, 0]
    assert all(row["article"] == row["paragraph_key"] for row in rows)
    # Nothing stands around them.
    lexicon = lexicon_in_force()
    assert [row["news_score"] for row in rows] == [
        prescore(row["text"], lexicon).news.score for row in rows
    ]
    assert all("\n" not in row["text"] for row in rows)


def test_an_article_in_another_language_has_no_scores(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text('{"text": "Der Rat hat die Brücke am Montag nicht für alle geschlossen."}\n')
    (row,) = rows_of(scored(tmp_path / "out.parquet", path).path)
    assert row["language"] == "de"
    assert {row[column.name] for column in COLUMNS if column.is_scored} == {None}


def test_a_paragraph_in_other_letters_has_no_scores(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    text = "The mayor said that the plan was reckless.\n\nقال المتحدث إن الإدارة ستدرس التقرير."
    path.write_text(json.dumps({"text": text}) + "\n", encoding="utf-8")
    english, arabic = rows_of(scored(tmp_path / "out.parquet", path).path)
    assert english["language"] == arabic["language"] == "en"
    assert english["bias"] is not None
    assert {arabic[column.name] for column in COLUMNS if column.is_scored} == {None}


def test_texts_can_be_left_out(tmp_path: Path) -> None:
    path = json_lines(tmp_path / "news.jsonl", range(2))
    written = scored(tmp_path / "out.parquet", path, with_text=False)
    names = pq.read_schema(written.path).names
    assert names == [column.name for column in COLUMNS if column.name != "text"]


def test_bad_rows_are_named_and_the_others_scored(tmp_path: Path) -> None:
    lines = tmp_path / "news.jsonl"
    good = [json.dumps(article(number)).encode() for number in range(3)]
    lines.write_bytes(
        b"\n".join([good[0], b"{not json", b'"text"', good[1], b'{"text": "\xff"}', good[2]])
    )
    written = scored(tmp_path / "out.parquet", lines)
    assert written.articles == 3
    assert [line.split(",")[:2] for line in bad_rows_of(written)] == [
        ["news.jsonl", "2"],
        ["news.jsonl", "3"],
        ["news.jsonl", "5"],
    ]
    assert "not utf-8" in bad_rows_of(written)[2]


def test_a_broken_row_of_a_table_costs_no_other_row(tmp_path: Path) -> None:
    table = tmp_path / "news.csv"
    table.write_text(
        "text,outlet\n"
        '"The harbour\nwas closed on Monday.",A\n'
        '"The bridge "was" closed on Monday.",B\n'
        "The market was closed on Monday.,C\n"
        f"The market was open on Monday.{',x' * 400}\n"
        "The council was closed on Monday.,D\n"
        '"The school was closed on Monday.,E\n'
        "The hospital was closed on Monday.,F\n",
        encoding="utf-8",
    )
    written = scored(tmp_path / "out.parquet", table)
    assert [(row["outlet"], row["line"]) for row in rows_of(written.path)] == [
        ("A", 2),  # Two lines, and so two paragraphs.
        ("A", 2),
        ("C", 5),
        ("D", 7),
        ("F", 9),
    ]
    assert [line.split(",")[1] for line in bad_rows_of(written)] == ["4", "6", "8"]


def test_a_file_that_is_cut_off_keeps_what_was_read(tmp_path: Path) -> None:
    whole = gzip.compress(json_lines(tmp_path / "news.jsonl", range(4_000)).read_bytes())
    packed = tmp_path / "half.jsonl.gz"
    packed.write_bytes(whole[: len(whole) // 2])
    reading = Reading(partition_bytes=20_000)
    written = scored(tmp_path / "out.parquet", packed, reading=reading)
    assert 0 < written.articles < 4_000
    (line,) = bad_rows_of(written)
    assert line.startswith(f"half.jsonl.gz,{written.articles + 1},")
    assert "damaged or cut off" in line


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("news.txt", b"words", "not read"),
        ("news.csv", b"a,b\n1,2\n", "--column text=NAME"),
        ("news.csv", b"text,text\n1,2\n", "two columns"),
        ("news.csv", b"\n\n", "no header"),
        ("news.csv", "text\nwords".encode("utf-16"), "UTF-16"),
        ("news.parquet", b"no parquet", "not a whole Parquet file"),
    ],
)
def test_an_input_that_cannot_be_read_is_refused_before_any_work(
    tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ArchiveError, match=sentence):
        scored(tmp_path / "out.parquet", json_lines(tmp_path / "a.jsonl", [1]), path)
    assert not (tmp_path / "out.parquet.parts").exists()


def test_the_documented_columns_are_those_of_the_schema() -> None:
    document = (ROOT / "docs" / "archives.md").read_text(encoding="utf-8")
    _, _, listed = document.partition("## What is in an archive")
    listed = listed.partition("\n## ")[0]
    found = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \|$", listed, re.MULTILINE)
    assert found == [(each.name, kind_of(each), each.description) for each in COLUMNS]


def kind_of(column: Column) -> str:
    return "list of structs" if column.name == "spans" else str(column.type)


def test_only_encodings_with_plain_line_ends_are_taken() -> None:
    check_encoding("windows-1252")
    for name in ("utf-16", "cp500", "no such"):
        with pytest.raises(ArchiveError, match="save the file as UTF-8"):
            check_encoding(name)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no file"):
        input_of(tmp_path / "news.csv")


def test_another_encoding_is_read_when_it_is_named(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_bytes("text\nThe café was closed on Monday and it was said that\n".encode("cp1252"))
    (row,) = rows_of(scored(tmp_path / "o", path, reading=Reading(encoding="cp1252")).path)
    assert "café" in row["text"]
