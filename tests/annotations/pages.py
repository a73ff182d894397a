"""Pages of the annotator, and what must not be on one that is blind."""

import re

from flask.testing import FlaskClient

# Whatever of a suggestion could stand on a page of HEROES.
TRACES = (
    "suggested: ",
    "nothing suggested",
    "Clarity",
    "a reason",
    "why?",
    "is-suggested",
    "0.61",
    "word_4_10",
)


def opened(browser: FlaskClient, project_id: int) -> tuple[str, str]:
    """Open the next paragraph; give its address and its page."""
    answer = browser.get(f"/annotations/{project_id}/next", follow_redirects=True)
    return answer.request.path, answer.text


def without_what_differs(page: str) -> str:
    """Take out what is made anew for each page and each assignment."""
    page = re.sub(r'(name="(?:csrf_token|submission_key)"[^>]*value=")[^"]*', r"\1", page)
    return re.sub(r"assignment/\d+|data-assignment=\"\d+|data-draft=\"\d+", "", page)
