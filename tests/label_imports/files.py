"""Small files of labels, and what a lead does with a file on the pages."""

import io
from pathlib import Path

from flask.testing import FlaskClient
from lxml import html  # type: ignore[import-untyped]  # It ships no types.
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

# Two annotators on three items of two articles; “nan”, emoji and numbers are labels like others.
LABELS = """\
item,text,who,article,slant,scale,words,when
1,The brave crews held the line.,Ada L.,a,🙂,1,brave,2026-03-02
1,The brave crews held the line.,Ben K.,a,nan,2,"brave; crews",2026-03-09
2,Prices rose by two per cent.,Ada L.,a,nan,1.0,,2026-03-02
2,Prices rose by two per cent.,Ben K.,a,nan,1,,2026-03-09
3,"It was a shameful, grim retreat.",Ada L.,b,🙂,3,shameful,2026-03-02
3,"It was a shameful, grim retreat.",Ben K.,b,🙂,,nowhere,2026-03-09
"""


def import_by_pages(
    browser: FlaskClient, project: int, labels: Path, texts: Path | None = None
) -> None:
    """Upload a file and take every guess, as a lead would who finds them right."""
    address = upload(browser, project, labels.name, labels.read_bytes(), texts)
    columns = browser.get(address)
    assert columns.status_code == 200
    answer = browser.post(address, data=guessed(columns.text))
    assert answer.status_code == 303, answer.text
    page = browser.get(answer.location)
    stored = browser.post(answer.location, data={**guessed(page.text), "store": "1"})
    assert stored.status_code == 303, stored.text
    assert stored.location.endswith(f"/label-imports/{project}")


def upload(
    browser: FlaskClient, project: int, name: str, raw: bytes, texts: Path | None = None
) -> str:
    """Upload a file of labels and give the address of its columns."""
    files = {"labels": FileStorage(io.BytesIO(raw), filename=name)}
    if texts is not None:
        files["texts"] = FileStorage(io.BytesIO(texts.read_bytes()), filename=texts.name)
    # The client would keep a temporary file open for what is larger than half a megabyte.
    boundary, body = encode_multipart(files)
    answer = browser.post(
        f"/label-imports/{project}",
        data=body,
        content_type=f"multipart/form-data; boundary={boundary}",
    )
    assert answer.status_code == 303, answer.text
    return answer.location


def guessed(page: str) -> dict[str, str | list[str]]:
    """Read the last form of a page as a browser would send it."""
    form = html.fromstring(page).xpath("//main//form[.//button]")[-1]
    sent: dict[str, str | list[str]] = {}
    for name, value in form.form_values():
        before = sent.get(name)
        if before is None:
            sent[name] = value
        else:
            sent[name] = [*before, value] if isinstance(before, list) else [before, value]
    return sent


def store(browser: FlaskClient, project: int, file: Path, **changes: str) -> None:
    """Bring the small study in, with its odd column names said."""
    address = upload(browser, project, file.name, file.read_bytes())
    sent = {**guessed(browser.get(address).text), "annotator": "who", "time": "when"}
    sent["answers"] = ["slant", "scale"]
    page = browser.post(address, data=sent)
    assert page.status_code == 303, page.text
    fields = {**guessed(browser.get(page.location).text), **changes, "store": "1"}
    answer = browser.post(page.location, data=fields)
    assert answer.status_code == 303, answer.text
