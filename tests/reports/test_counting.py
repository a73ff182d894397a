"""What the database counts gives the same numbers as the labels themselves."""

from itertools import product
from random import Random

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Cast
from tests.reports.study import Study
from workbench.agreement import (
    LabelMatrix,
    conger_kappa,
    fleiss_kappa,
    gwet_ac2,
    krippendorff_alpha,
    pairwise,
    percent_agreement,
)
from workbench.codebook.codebook import Label, Question
from workbench.codebook.levels import Level
from workbench.database import db
from workbench.projects.queries import codebook_in_force
from workbench.reports.agreement import CountedLabels, GivenLabels, agreement_on
from workbench.reports.queries import counted_labels, given_labels

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


def columns(answers: dict[tuple[int, int], str]) -> GivenLabels:
    """Write answers as a reader gives them: by annotator, then by paragraph."""
    ordered = sorted(answers.items(), key=lambda item: item[0][::-1])
    return GivenLabels(
        paragraphs=[paragraph for (paragraph, _), _ in ordered],
        annotators=[annotator for (_, annotator), _ in ordered],
        labels=[label for _, label in ordered],
        suggestions=["low" if paragraph % 2 else "" for (paragraph, _), _ in ordered],
    )


@given(GIVEN)
def test_counted_sets_of_labels_agree_as_the_labels_do(answers: dict[tuple[int, int], str]) -> None:
    labels = columns(answers)
    found = agreement_on(QUESTION, labels)
    kept = columns({key: label for key, label in answers.items() if label != "gone"})
    m = LabelMatrix.from_triples(
        kept.paragraphs, kept.annotators, kept.labels, declared=NAMES, level=Level.ORDINAL
    )
    assert found.alpha == krippendorff_alpha(m)
    assert (found.percent, found.fleiss) == (percent_agreement(m), fleiss_kappa(m))
    assert found.others[0] == conger_kappa(m)
    assert found.others[-1] == gwet_ac2(m)
    assert found.pairs == pairwise(m, minimum_items=1)
    assert found.n_labels == len(kept.labels)
    assert found.n_left_out == len(labels.labels) - len(kept.labels)
    assert found.n_suggested == sum(map(bool, kept.suggestions))


@given(GIVEN, st.randoms())
def test_the_order_of_sets_and_within_them_does_not_matter(
    answers: dict[tuple[int, int], str], random: Random
) -> None:
    counted = CountedLabels.of(QUESTION, columns(answers))
    sets = [
        (random.sample(answers, len(answers)), times)
        for answers, times in zip(counted.sets, counted.times, strict=True)
    ]
    random.shuffle(sets)
    shuffled = CountedLabels(
        annotators=counted.annotators,
        sets=[answers for answers, _ in sets],
        times=[times for _, times in sets],
        n_suggested=counted.n_suggested,
        n_followed=counted.n_followed,
    )
    assert agreement_on(QUESTION, shuffled) == agreement_on(QUESTION, counted)


def labelled(study: Study, cast: Cast, paragraphs: int) -> None:
    """Let Ben and Cy answer paragraphs, now alike and now not."""
    for n in range(paragraphs):
        (paragraph,) = study.article(f"The ferry left at {n}.")
        for account, (bias, sentiment) in zip(
            (cast.ben, cast.cy),
            list(product(("biased", "not_biased"), ("negative", "neutral")))[n % 3 :],
            strict=False,
        ):
            study.answer(
                paragraph,
                account,
                suggestions={"sentiment": "neutral"},
                bias=bias,
                sentiment="old" if n % 3 == 1 else sentiment,
            )
    study.skip(paragraph, cast.ben)


def test_both_databases_count_what_they_would_read(app: Flask, cast: Cast) -> None:
    with app.app_context():
        labelled(Study.of(cast), cast, 7)
        db.session.commit()
        questions = codebook_in_force(cast.project).codebook.questions
        counted = counted_labels(cast.project, questions)
        for question in questions:
            read = given_labels(cast.project, question)
            assert agreement_on(question, counted[question.name]) == agreement_on(question, read)
        assert agreement_on(questions[0], counted[questions[0].name]).n_left_out > 0
        assert counted_labels(cast.other_project, questions)[questions[0].name].sets == []


def test_the_database_hands_over_as_many_rows_for_four_times_the_labels(
    app: Flask, cast: Cast
) -> None:
    with app.app_context():
        study = Study.of(cast)
        questions = codebook_in_force(cast.project).codebook.questions
        sizes = []
        for paragraphs in (6, 24):
            labelled(study, cast, paragraphs)
            counted = counted_labels(cast.project, questions).values()
            sizes.append(sum(len(each.sets) for each in counted))
            db.session.rollback()
        assert sizes[0] == sizes[1]
