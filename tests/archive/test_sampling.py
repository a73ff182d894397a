"""A draw depends on the archive's articles and the seed, and on nothing else."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.archive.inputs import article, json_lines, scored
from workbench.archive.drawing import Drawn, draw
from workbench.archive.drawn_articles import drawn_articles
from workbench.archive.errors import ArchiveError
from workbench.archive.inputs import Reading
from workbench.archive.opened import facts_of_archive
from workbench.archive.partitions import Unit
from workbench.archive.recipes import Plan, Recipe, recipe_lines
from workbench.archive.strata import (
    BANDS,
    Allocation,
    Dimension,
    DrawnUnit,
    allocate,
    chosen_dimensions,
)
from workbench.text.articles import fingerprint

ALL = tuple(Dimension)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Score sixty articles, one of them twice."""
    folder = tmp_path_factory.mktemp("archive")
    path = json_lines(folder / "news.jsonl", [*range(60), 7])
    return scored(folder / "news.parquet", path).path


def keys(drawn: Drawn) -> list[str]:
    return list(drawn.keys)


def test_the_same_seed_draws_the_same_and_another_one_does_not(archive: Path) -> None:
    plan = Plan(size=12, seed=1, dimensions=(Dimension.OUTLET,))
    first = draw(archive, plan, excluded=())
    assert keys(first) == keys(draw(archive, plan, excluded=()))
    other = draw(archive, Plan(size=12, seed=2, dimensions=(Dimension.OUTLET,)), excluded=())
    assert set(keys(first)) != set(keys(other))
    assert [(row.values, row.available, row.drawn) for row in first.strata] == [
        (("The Courier",), 20, 4),
        (("The Post",), 20, 4),
        (("not known",), 20, 4),
    ]


@pytest.mark.parametrize("unit", DrawnUnit)
def test_the_order_of_rows_and_groups_does_not_matter(
    archive: Path, tmp_path: Path, unit: DrawnUnit
) -> None:
    table = pq.read_table(archive)
    backwards = tmp_path / "backwards.parquet"
    pq.write_table(table.take(list(reversed(range(table.num_rows)))), backwards, row_group_size=7)
    plan = Plan(size=20, seed=3, dimensions=ALL, unit=unit)
    here, there = (draw(path, plan, excluded=()) for path in (archive, backwards))
    assert here == there
    assert drawn_articles(archive, here, unit) == drawn_articles(backwards, there, unit)


def test_drawn_articles_are_those_that_were_scored(archive: Path) -> None:
    drawn = draw(archive, Plan(size=60, seed=1), excluded=())
    articles = drawn_articles(archive, drawn, DrawnUnit.ARTICLE)
    assert [fingerprint(each.body) for each in articles] == keys(drawn)
    by_headline = {each.headline: each for each in articles}
    assert by_headline["Vote 4"].body == article(4)["text"]
    assert str(by_headline["Vote 4"].published_on) == article(4)["date"]
    assert len(by_headline) == 60


def test_paragraphs_stand_alone(archive: Path) -> None:
    drawn = draw(archive, Plan(size=5, seed=1, unit=DrawnUnit.PARAGRAPH), excluded=())
    articles = drawn_articles(archive, drawn, DrawnUnit.PARAGRAPH)
    assert len(articles) == 5
    assert all(len(each.paragraphs) == 1 for each in articles)


def test_what_the_project_has_is_not_drawn_and_is_counted(archive: Path) -> None:
    known = {fingerprint(article(number)["text"]) for number in range(0, 60, 3)}
    plan = Plan(size=100, seed=1, dimensions=(Dimension.OUTLET,))
    drawn = draw(archive, plan, excluded=[*known, "of another archive"])
    assert set(drawn.excluded) == known
    assert not known & set(drawn.keys)
    assert len(drawn.keys) == 40
    assert [(row.excluded, row.drawn) for row in drawn.strata] == [(0, 20), (20, 0), (0, 20)]
    paragraphs = Plan(size=200, seed=1, unit=DrawnUnit.PARAGRAPH)
    assert len(draw(archive, paragraphs, excluded=known).keys) == 80


def test_score_bands_and_months_are_strata(archive: Path) -> None:
    plan = Plan(size=60, seed=1, dimensions=(Dimension.MONTH, Dimension.SCORE_BAND))
    strata = draw(archive, plan, excluded=()).strata
    assert {row.values[0] for row in strata} == {"2024-01", "2024-02", "2024-03", "2024-04"}
    assert {row.values[1] for row in strata} == {"very negative", "positive"} <= set(BANDS)
    assert [row.values for row in strata][:2] == [
        ("2024-01", "very negative"),
        ("2024-01", "positive"),
    ]
    assert sum(row.available for row in strata) == 60


def test_a_recipe_survives_its_file_and_tells_what_matters(archive: Path) -> None:
    plan = Plan(size=6, seed=9, dimensions=ALL, allocation=Allocation.EQUAL)
    drawn = draw(archive, plan, excluded=())
    recipe = Recipe(
        archive=facts_of_archive(archive),
        plan=plan,
        strata=drawn.strata,
        excluded=drawn.excluded,
        checksum=drawn.checksum,
        software="media-bias-workbench 1",
        drawn_at="2024-05-01T10:00:00+00:00",
        drawn_by="A-LEAD",
    )
    assert Recipe.from_json(recipe.to_json()) == recipe
    told = " ".join(recipe_lines(recipe))
    for fact in (recipe.archive.sha256, "news.parquet", "The seed is 9", "A-LEAD", drawn.checksum):
        assert fact in told
    assert "outlet, month and score band, shared equally" in told
    values = recipe.to_values()
    broken_ones: list[object] = [{**values, "format": 9}, {**values, "plan": None}, {}, [], None]
    for broken in broken_ones:
        with pytest.raises(ArchiveError):
            Recipe.from_json(json.dumps(broken))
    with pytest.raises(ArchiveError):
        Recipe.from_json("{")


def test_what_is_no_archive_is_refused(tmp_path: Path, archive: Path) -> None:
    plan = Plan(size=1, seed=1)
    plain = tmp_path / "plain.parquet"
    pq.write_table(pq.read_table(archive).replace_schema_metadata(None), plain)
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(archive.read_bytes()[:-10])
    for path, sentence in ((plain, "not written by"), (broken, "not a whole Parquet")):
        with pytest.raises(ArchiveError, match=sentence):
            draw(path, plan, excluded=())
    bare = scored(
        tmp_path / "bare.parquet", json_lines(tmp_path / "a.jsonl", range(3)), with_text=False
    )
    with pytest.raises(ArchiveError, match="holds no texts"):
        drawn_articles(bare.path, draw(bare.path, plan, excluded=()), DrawnUnit.ARTICLE)


def test_an_archive_without_some_paragraphs_is_refused(tmp_path: Path, archive: Path) -> None:
    table = pq.read_table(archive)
    half = tmp_path / "half.parquet"
    pq.write_table(table.take(list(range(0, table.num_rows, 2))), half)
    with pytest.raises(ArchiveError, match="all paragraphs"):
        drawn_articles(half, draw(half, Plan(size=3, seed=1), excluded=()), DrawnUnit.ARTICLE)


def test_paragraph_inputs_can_be_drawn_from(tmp_path: Path) -> None:
    path = json_lines(tmp_path / "a.jsonl", range(9))
    rows = scored(tmp_path / "p.parquet", path, reading=Reading(unit=Unit.PARAGRAPHS)).path
    drawn = draw(rows, Plan(size=4, seed=1), excluded=())
    assert len(drawn_articles(rows, drawn, DrawnUnit.ARTICLE)) == 4


def test_unknown_strata_are_named() -> None:
    with pytest.raises(ArchiveError, match=r"no strata by “colour”.*outlet, month"):
        chosen_dimensions("outlet,colour")


@given(
    st.lists(st.integers(0, 500), max_size=12),
    st.integers(0, 800),
    st.sampled_from(Allocation),
)
def test_shares_add_up_and_no_stratum_gives_more_than_it_has(
    available: list[int], size: int, allocation: Allocation
) -> None:
    shares = allocate(available, size, allocation)
    assert sum(shares) == min(size, sum(available))
    assert all(0 <= share <= most for share, most in zip(shares, available, strict=True))
    if allocation is Allocation.EQUAL:
        unfilled = [s for s, most in zip(shares, available, strict=True) if s < most]
        assert not unfilled or max(shares) - min(unfilled) <= 1
    else:
        exact = [size * most / max(1, sum(available)) for most in available]
        if size <= sum(available):
            assert all(abs(s - e) < 1 + 1e-9 for s, e in zip(shares, exact, strict=True))
