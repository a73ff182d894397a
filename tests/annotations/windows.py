"""A browser window of an annotator who clicks at random, and remembers what was acknowledged."""

import re
from dataclasses import dataclass, field
from random import Random

from flask.testing import FlaskClient

from tests.annotations.stage import form_on

ASSIGNMENT = re.compile(r"/assignment/(\d+)$")
RADIO = re.compile(r'<input[^>]*type="radio"[^>]*name="answer_(\w+)"[^>]*value="(\w+)"')
WORD = re.compile(r"word_(\d+)_(\d+)$")
TITLE = re.compile(
    r'name="answer_\w+"[^>]*value="(\w+)"[^>]*>.*?<span[^>]*>(?:<kbd.*?</kbd>\s*)?(.*?)</span>',
    re.S,
)


@dataclass(frozen=True)
class Acknowledged:
    """Hold a submission that the server said it had stored, and what its labels were called."""

    assignment_id: int
    answers: dict[str, str]
    # The category of each word by its place, "" for a suggestion that was rejected.
    words: dict[tuple[int, int], str]
    comment: str
    titles: dict[str, str] = field(compare=False)


@dataclass(frozen=True)
class Heard:
    """Hold what all windows heard: submissions by their key, and training that is closed."""

    stored: dict[str, Acknowledged] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)


def _words_in(sent: dict[str, list[str]]) -> dict[tuple[int, int], str]:
    """Read what a form says of words, by their places."""
    rows = zip(
        *(sent.get(f"added_{name}", []) for name in ("start", "end", "category")), strict=True
    )
    words = {(int(start), int(end)): category for start, end, category in rows if category}
    for name, values in sent.items():
        if found := WORD.match(name):
            words[int(found[1]), int(found[2])] = values[0]
    return words


class Window:
    """Open pages, answer at random, send once or twice, and keep what came back."""

    def __init__(self, client: FlaskClient, project_id: int, chance: Random, heard: Heard) -> None:
        self._client = client
        self._project_id = project_id
        self._chance = chance
        self._heard = heard
        self._visited: list[str] = []
        self._page = ""
        self._address = ""

    def act(self) -> None:
        """Do what people do: mostly answer, sometimes skip, go on or go back."""
        roll = self._chance.random()
        if roll < 0.3 or not self._page:
            self._open(f"/annotations/{self._project_id}/next")
        elif roll < 0.43:
            self._open(self._chance.choice(self._visited))
        elif roll < 0.52:
            self._send("skip")
        else:
            self._send("confirm", times=2 if self._chance.random() < 0.2 else 1)

    def _open(self, address: str) -> None:
        answer = self._client.get(address, follow_redirects=True)
        assert answer.status_code in {200, 404}, (address, answer.status_code)
        if "data-annotate" in answer.text:
            self._page, self._address = answer.text, answer.request.path
            self._visited.append(self._address)

    def _send(self, act: str, *, times: int = 1) -> None:
        sent = form_on(self._page)
        offered: dict[str, list[str]] = {}
        for question, label in RADIO.findall(self._page):
            offered.setdefault(question, []).append(label)
        answers = {question: self._chance.choice(labels) for question, labels in offered.items()}
        sent |= {f"answer_{question}": [label] for question, label in answers.items()}
        sent |= {name: [self._decide(kept)] for name, kept in sent.items() if WORD.match(name)}
        sent |= {"comment": [f"note {self._chance.random()}"], "act": [act]}
        for _ in range(times):
            answer = self._client.post(self._address, data=sent)
            assert answer.status_code in {303, 404, 409}, (answer.status_code, sent)
            if answer.status_code == 303:
                self._hear(answer.headers["Location"], sent, answers if act == "confirm" else {})
        if answer.status_code == 303:
            self._open(answer.headers["Location"])
        elif "data-annotate" in answer.text:
            self._come_back(answer.text, sent, answers if act == "confirm" else {})

    def _decide(self, kept: list[str]) -> str:
        """Keep, recategorise or reject a suggested word; one without a category gets one."""
        usual = "sensational" if kept == ["undecided"] else kept[0]
        return self._chance.choice(["", "sensational", usual])

    def _hear(self, led_to: str, sent: dict[str, list[str]], answers: dict[str, str]) -> None:
        found = ASSIGNMENT.search(self._address)
        assert found is not None
        if led_to.endswith("/feedback"):
            # After its feedback a training answer stays what it was: a form only leads back there.
            if led_to in self._heard.closed:
                return
            self._heard.closed.add(led_to)
        said = Acknowledged(
            int(found[1]),
            answers,
            _words_in(sent) if answers else {},
            sent["comment"][0],
            dict(TITLE.findall(self._page)),
        )
        key = sent["submission_key"][0]
        assert self._heard.stored.setdefault(key, said) == said, "One key holds two contents."

    def _come_back(self, page: str, sent: dict[str, list[str]], answers: dict[str, str]) -> None:
        """What was refused stands in the form again, as far as it is still asked."""
        kept, asked = form_on(page), RADIO.findall(page)
        for question, label in answers.items():
            if (question, label) in asked:
                assert kept.get(f"answer_{question}") == [label], question
        assert kept["comment"] == sent["comment"]
        self._page = page
