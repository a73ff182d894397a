"""Somebody who answers all there is, and each page as it came."""

import json
import re

from flask.testing import FlaskClient

from tests.annotations.stage import form_on

ANSWERS = {
    "answer_sentiment": ["positive"],
    "answer_bias": ["biased"],
    "answer_voice": ["opinion"],
    "comment": ["A remark of mine."],
}


def pages_of(client: FlaskClient, project_id: int) -> dict[int, str]:
    """Answer all there is, and give each page by its assignment, as it came."""
    found: dict[int, str] = {}
    while True:
        response = client.get(f"/annotations/{project_id}/next")
        if response.status_code == 200:
            return found
        address = response.headers["Location"]
        assignment_id = int(address.rsplit("/", 1)[1])
        page = client.get(address).get_data(as_text=True)
        found[assignment_id] = page
        stored = client.post(
            address,
            data=form_on(page) | ANSWERS | {"act": ["confirm"]},
            headers={"Accept": "application/json"},
        )
        told = stored.get_json()
        assert set(told) - {"leaf"} == {"next", "state", "progress", "codebook"}
        # With it comes what changes of the page after the next: a page like all others.
        for word in ("repeat", "occasion"):
            assert word not in json.dumps(told).lower()


def plain(page: str, assignment_id: int) -> str:
    """Take out what differs between any two pages: tokens, ids, the way back, how far one is."""
    page = re.sub(r'(name="(?:csrf_token|submission_key)"[^>]*value=)"[^"]*"', r"\1", page)
    page = re.sub(r'(<meta name="csrf-token" content=)"[^"]*"', r"\1", page)
    page = re.sub(
        rf"(/assignment/|data-assignment=\"|data-draft=\"){assignment_id}\b", r"\1ID", page
    )
    page = re.sub(r"<a [^>]*data-back[^>]*>", "BACK", page)
    return re.sub(r"(data-(?:progress|state)>)[^<]*", r"\1", page)
