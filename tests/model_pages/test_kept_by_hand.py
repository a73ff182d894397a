"""What the page of kept suggestions counts, beside numbers worked out by hand."""

import csv
import io

import pytest
from flask import Flask

from tests.annotations.stage import add_model, codebook
from tests.conftest import Cast, SignIn
from tests.reports.study import Study, span
from workbench.annotations.models import Annotation, StoredSpan
from workbench.articles.models import Paragraph, Prescore, StoredLoadedWord
from workbench.database import db
from workbench.learned.models import LearnedModel
from workbench.model_pages.keeping import KeptTable, kept_report

TEXT = "The heroes were brave."


def suggested(start: int, end: int, category: str, certainty: float) -> StoredLoadedWord:
    return StoredLoadedWord(
        start=start,
        end=end,
        text=TEXT[start:end],
        term="",
        category=category,
        polarity=0,
        strength=0,
        reason="Learned.",
        in_quotation=False,
        certainty=certainty,
    )


def judged(
    study: Study,
    paragraph: Paragraph,
    account: int,
    prescore: Prescore,
    label: str,
    *spans: StoredSpan,
    arm: str = "blind",
    drawn_as: str = "in_order",
) -> Annotation:
    found = study.answer(paragraph, account, *spans, prescore=prescore, bias=label)
    found.assignment.arm, found.assignment.drawn_as = arm, drawn_as
    for answer in found.answers:
        if answer.question == "bias" and arm == "blind":
            answer.withheld = "biased"
    return found


@pytest.fixture
def project(app: Flask, cast: Cast) -> int:
    """Let a model, and the shipped score, call seven paragraphs biased, and people answer.

    | paragraph | certainty | blind answers                  | drawn      |
    | 0         | .55       | Ben: biased                    | in order   |
    | 1         | .65       | Ben: not biased, Cy: biased    | least sure |
    | 2         | .95       | Ben: biased, one of two words  | by lot     |
    | 3         | .95       | none, Ben saw the suggestion   | in order   |
    | 4         | .95       | Ben: biased; learned from Cy's | in order   |
    | 5         | .95       | Ben skipped it                 | in order   |
    | 6         | .95       | Ben: biased, then not          | by lot     |
    """
    with app.app_context():
        study = Study.of(cast)
        ben, cy = cast.ben, cast.cy
        model = add_model(cast.project)
        certainties = (0.55, 0.65, 0.95, 0.95, 0.95, 0.95, 0.95)
        paragraphs: list[Paragraph] = []
        prescores: list[Prescore] = []
        for certainty in certainties:
            (paragraph,) = study.article(TEXT)
            words = [suggested(4, 10, "glorifying", 0.45), suggested(16, 21, "glorifying", 0.45)]
            # No category of this codebook: it was never suggested to anybody.
            words.append(suggested(0, 3, "unheard_of", 0.45))
            prescore = study.prescore(paragraph, *(words if len(paragraphs) == 2 else ()))
            prescore.learned_model_id, prescore.model_version = model, "m1"
            prescore.learned_bias, prescore.bias_certainty = "biased", certainty
            prescore.bias, prescore.bias_score = "biased", 0.8
            paragraphs.append(paragraph)
            prescores.append(prescore)
        db.session.flush()

        def judge(
            place: int, account: int, label: str, *spans: StoredSpan, **how: str
        ) -> Annotation:
            return judged(study, paragraphs[place], account, prescores[place], label, *spans, **how)

        cut = judge(4, cy, "biased", arm="assisted")
        db.session.get_one(LearnedModel, model).annotation_cut = cut.id
        judge(0, ben, "biased")
        judge(1, ben, "not_biased", drawn_as="least_sure")
        judge(1, cy, "biased", drawn_as="least_sure")
        hero = span(4, 10, "heroes", decision="added")
        judge(2, ben, "biased", hero, drawn_as="random")
        judge(3, ben, "biased", arm="assisted")
        judge(4, ben, "biased")
        study.skip(paragraphs[5], ben, prescore=prescores[5]).assignment.arm = "blind"
        judge(6, ben, "biased", drawn_as="random")
        judge(6, ben, "not_biased", drawn_as="random")
        db.session.commit()
    return cast.project


def steps_of(table: KeptTable) -> list[tuple[float, int, int, int]]:
    return [(step.low, step.suggestions, step.paragraphs, step.kept) for step in table.steps]


def test_the_tables_are_those_worked_out_by_hand(app: Flask, project: int) -> None:
    with app.app_context():
        report = kept_report(project, codebook())
    tables = {(table.title, table.is_certainty): table for table in report.tables}
    model = tables["Bias", True]
    assert (model.suggestions, model.kept) == (5, 3)
    # Of .55 the one; of .65 Cy's of two people's; of .95 paragraph 2, and not 6 as revised.
    assert steps_of(model) == [(0.5, 1, 1, 1), (0.6, 2, 1, 1), (0.9, 2, 2, 1)]
    assert [step.mean for step in model.steps] == pytest.approx([0.55, 0.65, 0.95])
    # Wilson, z² = 3.8415: 1 of 1 from 1 / (1 + z²) on;
    # 1 of 2 is (.5 + z²/4 ± z √(1/8 + z²/16)) / (1 + z²/2).
    assert model.steps[0].limits == pytest.approx((0.2065, 1.0), abs=1e-4)
    assert model.steps[1].limits == pytest.approx((0.0945, 0.9055), abs=1e-4)
    # The shipped score learned from nobody, so that paragraph 4 counts too; its clarity is .8.
    assert steps_of(tables["Bias", False]) == [(0.8, 6, 5, 4)]
    words = tables["Loaded words", True]
    assert steps_of(words) == [(0.4, 2, 1, 1)]
    assert report.n_least_sure == 2


def test_of_the_random_share_only_what_was_drawn_by_lot_counts(app: Flask, project: int) -> None:
    with app.app_context():
        report = kept_report(project, codebook(), by_lot=True)
    model = next(table for table in report.tables if table.title == "Bias" and table.is_certainty)
    assert steps_of(model) == [(0.9, 2, 2, 1)]
    assert report.n_least_sure == 0


def test_the_exported_rows_tell_the_same(
    app: Flask, cast: Cast, project: int, sign_in: SignIn
) -> None:
    file = sign_in(cast.ada).get(f"/exports/{project}/labels.csv").text.lstrip("\ufeff")
    rows = [
        row
        for row in csv.DictReader(io.StringIO(file))
        if row["question"] == "bias" and row["arm"] == "blind" and row["withheld"]
    ]
    with app.app_context():
        tables = kept_report(project, codebook()).tables
    shipped = next(table for table in tables if table.title == "Bias" and not table.is_certainty)
    assert len(rows) == shipped.suggestions
    assert sum(row["label"] == row["withheld"] for row in rows) == shipped.kept


def test_the_page_warns_of_the_least_sure_and_leads_to_the_random_share(
    cast: Cast, project: int, sign_in: SignIn
) -> None:
    ada, address = sign_in(cast.ada), f"/models/{project}/kept"
    page = ada.get(address).text
    assert "2 blind annotations here are of paragraphs that were given out because" in page
    assert f"{address}?drawn=random" in page
    assert "3 of 5 withheld suggestions were what people answered (60%)" in page
    share = ada.get(f"{address}?drawn=random").text
    assert "1 of 2 withheld suggestions were what people answered (50%)" in share
    assert "by lot are counted" in share
    assert ada.get(f"{address}?drawn=least_sure").status_code == 400
