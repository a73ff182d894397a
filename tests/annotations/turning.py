"""Turn paragraphs as the script of the annotate page does."""

from typing import Any

from flask.testing import FlaskClient

from tests.annotations.stage import form_on

ANSWERS = {
    "answer_sentiment": ["positive"],
    "answer_bias": ["biased"],
    "answer_voice": ["opinion"],
    "comment": ["Said of the first one."],
}
JSON = {"Accept": "application/json, text/html;q=0.9"}


class Script:
    """Be the script of a page that a person has just opened."""

    def __init__(self, client: FlaskClient, project_id: int) -> None:
        self.client = client
        page = client.get(f"/annotations/{project_id}/next", follow_redirects=True)
        self.address, self.fields = page.request.path, form_on(page.text)
        answer = client.post(f"{self.address}/ahead", data=self.token)
        self.ahead: Any = answer.get_json() if answer.status_code == 200 else None

    @property
    def token(self) -> dict[str, list[str]]:
        return {"csrf_token": self.fields["csrf_token"]}

    def submit(self, **fields: list[str]) -> Any:
        answer = self.client.post(self.address, data=self.fields | ANSWERS | fields, headers=JSON)
        assert answer.status_code == 200, answer.text
        return answer.get_json()


def number_of(leaf: Any) -> list[str]:
    return [str(leaf["address"]).rsplit("/", 1)[1]]
