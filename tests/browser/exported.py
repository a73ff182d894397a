"""What a study exports, held against what its annotators typed."""

import pandas as pd
from playwright.sync_api import Page

from tests.browser.people import Answers
from tests.browser.served import Served


def assert_export_holds_what_was_typed(
    ada: Page,
    served: Served,
    project: str,
    typed: dict[str, Answers],
    *,
    paragraphs: int,
) -> None:
    """Hold the exported labels and spans against what was typed, character by character."""
    labels = download(ada, served, project, "Labels")
    assert len(labels) == len(typed) * paragraphs * 3
    stored = {
        (row.annotator_name, row.headline, row.paragraph_position + 1, row.question): row.label
        for row in labels.itertuples()
    }
    expected = {
        (name, headline, number, question): label
        for name, answers in typed.items()
        for (headline, number), answer in answers.items()
        for question, label in answer.answers.items()
    }
    assert stored == expected

    spans = download(ada, served, project, "Spans")
    paragraph = {row.paragraph_id: row for row in labels.itertuples()}
    for row in spans.itertuples():
        assert paragraph[row.paragraph_id].paragraph_text[row.start : row.end] == row.text
    decided = {
        (row.annotator_name, row.paragraph_id, row.text, row.decision)
        for row in spans.itertuples()
        if row.decision in {"rejected", "added"}
    }
    ids = {
        (row.headline, row.paragraph_position + 1): row.paragraph_id for row in labels.itertuples()
    }
    marks = {
        (name, ids[place], text, decision)
        for name, answers in typed.items()
        for place, answer in answers.items()
        for text, decision in (
            (answer.rejected, "rejected"),
            (answer.added[0] if answer.added else "", "added"),
        )
        if text
    }
    assert decided == marks
    categories = {
        (row.annotator_name, row.paragraph_id, row.text): row.category
        for row in spans.itertuples()
        if row.decision == "added"
    }
    assert categories == {
        (name, ids[place], answer.added[0]): answer.added[1]
        for name, answers in typed.items()
        for place, answer in answers.items()
        if answer.added
    }


def download(ada: Page, served: Served, project: str, file: str) -> pd.DataFrame:
    """Download a file of the export page and read it as a researcher would."""
    ada.goto(f"{served.address}/exports/{project}")
    ada.get_by_label(file, exact=True).check()
    ada.get_by_label("Annotators with names").check()
    with ada.expect_download() as file_of:
        ada.get_by_role("button", name="Download", exact=True).click()
    return pd.read_csv(file_of.value.path(), keep_default_na=False)
