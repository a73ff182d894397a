"""The report of a question is that of its labels, however they come in."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reports.columns import study_of
from workbench.agreement import LabelMatrix, gwet_ac2, krippendorff_alpha, pairwise
from workbench.codebook.codebook import Label, Question
from workbench.codebook.levels import Level
from workbench.reports.agreement import agreement_on

NAMES = ("low", "middle", "high")
QUESTION = Question(
    name="tone",
    title="Tone",
    prompt="How strong is it?",
    level=Level.ORDINAL,
    labels=tuple(Label(name=name, title=name, key=name[0]) for name in NAMES),
)
# Which label an annotator gave a paragraph; "gone" is declared no more.
GIVEN = st.dictionaries(
    st.tuples(st.integers(1, 6), st.integers(1, 4)), st.sampled_from([*NAMES, "gone"]), max_size=24
)
Given = dict[tuple[int, int], str]


def rows(answers: Given) -> list[tuple[int, int, str]]:
    """Write answers as (paragraph, annotator, label)."""
    return [(paragraph, annotator, label) for (paragraph, annotator), label in answers.items()]


@settings(deadline=None, max_examples=40)
@given(GIVEN)
def test_a_report_agrees_with_the_labels_themselves(answers: Given) -> None:
    found = agreement_on(QUESTION, study_of(QUESTION, rows(answers)), seed=1)
    kept = [row for row in rows(answers) if row[2] != "gone"]
    m = LabelMatrix.from_triples(
        *(list(column) for column in zip(*kept, strict=True)) if kept else ([], [], []),
        declared=NAMES,
        level=Level.ORDINAL,
    )
    assert found.alpha == krippendorff_alpha(m)
    assert {one.statistic.name: one.statistic for one in found.headline}["gwet_ac2"] == gwet_ac2(m)
    assert found.n_labels == len(kept)
    assert found.enough.n_left_out == len(answers) - len(kept)
    assert {frozenset((one.first, one.second)) for one in found.pairs} == {
        frozenset((one.first, one.second)) for one in pairwise(m, minimum_items=1)
    }


@settings(deadline=None, max_examples=25)
@given(GIVEN, st.randoms())
def test_neither_order_nor_another_question_moves_a_number(answers: Given, random: Random) -> None:
    given_rows = rows(answers)
    shuffled = random.sample(given_rows, len(given_rows))
    one = agreement_on(QUESTION, study_of(QUESTION, given_rows), seed=3)
    other = agreement_on(QUESTION, study_of(QUESTION, shuffled), seed=3)
    assert one.headline == other.headline
    assert one.contest == other.contest
    assert one.coincidences == other.coincidences


def test_the_same_seed_gives_the_same_limits_and_another_seed_others() -> None:
    labels = [
        (paragraph, annotator, "low" if (paragraph * annotator + annotator) % 5 < 3 else "high")
        for paragraph in range(1, 61)
        for annotator in (1, 2, 4)
    ]
    study = study_of(QUESTION, labels)
    first, again, other = (agreement_on(QUESTION, study, seed=seed) for seed in (1, 1, 2))
    assert first.headline == again.headline
    assert first.headline[0].interval.low is not None
    assert first.headline[0].interval != other.headline[0].interval


def test_of_a_crowd_those_stand_first_who_move_alpha_most() -> None:
    labels = [
        (paragraph, who, NAMES[(paragraph + (who == 57 and paragraph % 2)) % 3])
        for who in range(1, 61)
        for paragraph in range(1, 9)
    ]
    found = agreement_on(QUESTION, study_of(QUESTION, labels), seed=1)
    assert [one.annotator for one in found.most_telling(60)] == list(range(1, 61))
    told = found.most_telling(45)
    assert (len(told), told[0].annotator) == (45, 57)
    assert len({one.annotator for one in told}) == 45
