"""A lead who changes everything at random while others annotate."""

from random import Random

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from tests.annotations.stage import HEROES, add_article, add_prescore, codebook, word
from tests.gold.stage import form as gold_form
from tests.projects.designs import design
from workbench.articles.models import Article, Paragraph, Prescore
from workbench.database import db, now
from workbench.gold.models import GoldRevision
from workbench.projects.models import CodebookVersion, StudyDesign

SHOWN = ("first", "after", "never")


class Lead:
    """Change the design, the codebook, gold, pre-scores and articles of a project."""

    def __init__(self, app: Flask, client: FlaskClient, project_id: int, chance: Random) -> None:
        self._app = app
        self._client = client
        self._project_id = project_id
        self._chance = chance

    def act(self) -> None:
        """Change one thing."""
        changes = [self._design, self._codebook, self._gold, self._rescore, self._remove, self._add]
        with self._app.app_context():
            self._chance.choice(changes)()

    def _post(self, address: str, **sent: object) -> None:
        answer = self._client.post(address, data=sent)
        # Refused is what asks for a label or a version that is no more.
        assert answer.status_code in {303, 400, 404, 409}, (address, answer.status_code)

    def _design(self) -> None:
        pick = self._chance.choice
        seen = db.session.scalars(
            select(StudyDesign.number)
            .where(StudyDesign.project_id == self._project_id)
            .order_by(StudyDesign.number.desc())
        ).first()
        outlet = pick(["unnamed", "hidden", "shown", "lot"])
        chosen = design(
            seen or 0,
            blind_percent=pick(["0", "50", "100"]),
            shows_sentiment=pick(SHOWN),
            shows_bias=pick(SHOWN),
            shows_words=pick(SHOWN),
            context=pick(["paragraph", "neighbours", "article"]),
            outlet=outlet,
            repeat_percent=pick(["0", "30"]),
            repeat_after="2",
            named_percent=pick(["0", "50"]) if outlet == "hidden" else "0",
            gold_percent=pick(["0", "30"]),
        )
        self._post(f"/projects/{self._project_id}/design", **chosen)

    def _codebook(self) -> None:
        last = db.session.scalars(
            select(CodebookVersion)
            .where(CodebookVersion.project_id == self._project_id)
            .order_by(CodebookVersion.number.desc())
        ).first()
        assert last is not None
        asked = codebook().to_definition()
        questions = asked["questions"]
        match self._chance.randrange(5):
            case 0:
                asked["questions"] = questions[:2]
            case 1:
                # The same name for another meaning.
                questions[0]["labels"][0]["title"] = "utterly bad"
            case 2:
                questions[1]["labels"][0]["name"] = "slanted"
            case 3:
                asked["span_categories"] = asked["span_categories"][1:]
        db.session.add(
            CodebookVersion(
                project_id=self._project_id,
                number=last.number + 1,
                definition=asked,
                guidelines="New.",
                created_at=now(),
            )
        )
        db.session.commit()

    def _gold(self) -> None:
        paragraph_id = self._chance.choice(db.session.scalars(select(Paragraph.id)).all())
        address = f"/gold/{self._project_id}/paragraph/{paragraph_id}"
        seen = db.session.scalars(
            select(GoldRevision.revision)
            .where(GoldRevision.paragraph_id == paragraph_id)
            .order_by(GoldRevision.revision.desc())
        ).first()
        if seen and self._chance.random() < 0.5:
            self._post(f"{address}/withdraw")
            return
        number = db.session.scalars(
            select(CodebookVersion.number).order_by(CodebookVersion.number.desc())
        ).first()
        use = self._chance.choice(["training", "hidden"])
        sent = gold_form(base_revision=str(seen or 0), codebook_number=str(number), use=use)
        self._post(address, **sent)

    def _rescore(self) -> None:
        places = db.session.scalars(select(Paragraph.id).where(Paragraph.text == HEROES)).all()
        paragraph_id = self._chance.choice(places)
        db.session.execute(
            update(Prescore)
            .where(Prescore.paragraph_id == paragraph_id, Prescore.is_current)
            .values(is_current=False, lexicon_version=f"old {self._chance.random()}"[:20])
        )
        brave = word(HEROES, "brave", "glorifying")
        shameful = word(HEROES, "shameful", "moral_judgement")
        add_prescore(paragraph_id, self._chance.choice([(), (brave,), (brave, shameful)]))
        db.session.commit()

    def _remove(self) -> None:
        articles = db.session.scalars(select(Article.id)).all()
        if len(articles) > 2:
            self._post(
                f"/articles/{self._project_id}/article/{self._chance.choice(articles)}/remove"
            )

    def _add(self) -> None:
        add_article(self._project_id, (HEROES, f"New {self._chance.random()}."))
        db.session.commit()
