"""A simulated study: arms drawn by the program itself, labels from a known effect."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tests.conftest import Cast, add_member
from tests.reports.study import MORNING, Study, span
from workbench.accounts.models import Account
from workbench.annotations.drawing import draw_arms
from workbench.articles.models import Paragraph, Prescore, StoredLoadedWord
from workbench.database import connection, db, now
from workbench.projects.models import Project, Role, StudyDesign

TEXT = "Heroes held the bridge at dawn."


@dataclass
class Simulated:
    """Add judgements to Ada's project; the test commits."""

    cast: Cast
    seed: int = 1
    rng: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        """Begin with a design that has no lot yet."""
        self.rng = np.random.default_rng(self.seed)
        # Articles are numbered by it, and none may be there twice.
        self.study = Study(self.cast.project, n_articles=1000 * self.seed)

    def design(self, **settings: Any) -> StudyDesign:
        """Set a design in force."""
        defaults = {
            "number": 1,
            "seed": self.seed,
            "blind_percent": 50,
            "shows": {},
            "shows_words": "first",
            "context": "neighbours",
            "outlet": "unnamed",
            "hidden_percent": 0,
        }
        design = StudyDesign(
            project_id=self.cast.project, created_at=MORNING, **(defaults | settings)
        )
        db.session.add(design)
        db.session.flush()
        return design

    def annotators(self, n: int) -> list[int]:
        """Add annotators to the study."""
        people = [
            Account(email=f"p{one}@example.org", display_name=f"Person {one}", created_at=now())
            for one in range(n)
        ]
        db.session.add_all(people)
        db.session.flush()
        project = db.session.get_one(Project, self.cast.project)
        for one, account in enumerate(people):
            add_member(project, account, Role.ANNOTATOR, f"A-{one:03}")
        db.session.flush()
        return [account.id for account in people]

    def paragraphs(self, n: int) -> list[tuple[Paragraph, Prescore]]:
        """Add paragraphs, each with one suggested word, “Heroes”."""
        added = self.study.article(*[TEXT] * n, headline=f"The bridge, {self.seed}")
        return [(one, self.study.prescore(one, heroes())) for one in added]

    def judge(
        self,
        design: StudyDesign,
        account_id: int,
        paragraph: Paragraph,
        prescore: Prescore,
        *,
        suggested: str = "biased",
        shown: float = 0.5,
        withheld: float = 0.5,
        marks_shown: float = 0.5,
        marks_withheld: float = 0.5,
        named: float = 0.0,
    ) -> None:
        """Draw the arm, and let the person follow the suggestion with these chances.

        `named` is added to the chance where the outlet is named; a mark is an own span.
        """
        drawn = draw_arms(
            connection(),
            design.id,
            project_id=design.project_id,
            paragraph_id=paragraph.id,
            account_id=account_id,
        )
        is_blind = drawn.arm == "blind"
        chance = (withheld if is_blind else shown) + named * (drawn.outlet_arm == "shown")
        follows = self.rng.random() < chance
        other = "not_biased" if suggested == "biased" else "biased"
        marks = self.rng.random() < (marks_withheld if is_blind else marks_shown)
        decision = "added" if is_blind else "kept" if marks else "rejected"
        spans = [] if is_blind and not marks else [span(0, 6, "Heroes", decision=decision)]
        annotation = self.study.answer(
            paragraph,
            account_id,
            *spans,
            prescore=prescore,
            suggestions={} if is_blind else {"bias": suggested},
            bias=suggested if follows else other,
        )
        annotation.shown_ms = annotation.active_ms = 20_000 if is_blind else 10_000
        for answer in annotation.answers:
            if is_blind and answer.question == "bias":
                answer.withheld = suggested
        for name, value in vars(drawn).items():
            setattr(annotation.assignment, name, value)
        db.session.flush()


def heroes() -> StoredLoadedWord:
    """Make the suggested word."""
    return StoredLoadedWord(
        start=0,
        end=6,
        text="Heroes",
        term="hero",
        category="glorifying",
        polarity=1,
        strength=2,
        reason="Praise.",
        in_quotation=False,
    )
