"""The numbers of a project, and its removal."""

import threading
import time
from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from tests.conftest import Cast, SignIn
from workbench.accounts.models import Account
from workbench.annotations.models import Annotation, Assignment
from workbench.annotations.operations import draw_assignment
from workbench.articles.models import Article, Paragraph
from workbench.database import Base, db, now, transaction_mode
from workbench.projects.models import CodebookVersion, Invitation, Membership, Project
from workbench.projects.work import ARTICLE, ASSIGNMENT, PARAGRAPH, OwnWork, Work, own_work, work_of


def add_article(project_id: int, *texts: str) -> list[Paragraph]:
    article = Article(
        project_id=project_id,
        headline="A bridge opens",
        outlet="",
        byline="",
        url="",
        source_line="",
        source_name="",
        language="en",
        body="\n".join(texts),
        fingerprint="f" * 64,
        created_at=now(),
    )
    article.paragraphs = [
        Paragraph(position=place, start=place * 10, end=place * 10 + 5, text=text)
        for place, text in enumerate(texts)
    ]
    db.session.add(article)
    db.session.flush()
    return article.paragraphs


def annotate(project_id: int, paragraph: Paragraph, account_id: int, state: str) -> None:
    assignment = Assignment(
        project_id=project_id,
        paragraph_id=paragraph.id,
        account_id=account_id,
        state=state,
        leased_at=now(),
        lease_expires_at=now() + timedelta(minutes=30),
    )
    db.session.add(assignment)
    db.session.flush()
    version = db.session.scalars(
        select(CodebookVersion.id).where(CodebookVersion.project_id == project_id)
    ).one()
    db.session.add(
        Annotation(
            assignment_id=assignment.id,
            revision=1,
            outcome="answered" if state == "submitted" else "skipped",
            codebook_version_id=version,
            submission_key=f"{paragraph.id}-{account_id}",
            submitted_at=now(),
        )
    )
    db.session.flush()


def test_the_tables_named_here_are_those_of_the_packages_above() -> None:
    for named in (ARTICLE, PARAGRAPH, ASSIGNMENT):
        real = Base.metadata.tables[named.name]
        assert {column.name for column in named.columns} <= {column.name for column in real.columns}


def test_work_is_counted_up_to_what_is_wanted(app: Flask, cast: Cast) -> None:
    with app.app_context():
        first, second, _third = add_article(cast.project, "one", "two", "three")
        for person in (cast.ada, cast.ben, cast.cy):
            annotate(cast.project, first, person, "submitted")
        annotate(cast.project, second, cast.ben, "submitted")
        annotate(cast.project, second, cast.cy, "skipped")
        work = work_of([cast.project, cast.other_project])
        assert work[cast.project] == Work(articles=1, paragraphs=3, wanted=6, done=3, compared=1)
        assert work[cast.other_project] == Work()
        assert own_work(cast.project, cast.cy) == OwnWork(annotated=1, skipped=1)


def test_the_demonstration_is_removed_with_the_people_made_up_for_it(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    with app.app_context():
        for paragraph in add_article(cast.project, "one", "two"):
            annotate(cast.project, paragraph, cast.ben, "submitted")
        db.session.get_one(Project, cast.project).is_demonstration = True
        for made_up in (cast.ben, cast.cy):
            db.session.get_one(Account, made_up).is_demonstration = True
        db.session.commit()
    ada = sign_in(cast.ada)
    assert "Remove the demonstration" in ada.get(f"/projects/{cast.project}").text
    answer = ada.post(f"/projects/{cast.project}/remove-demonstration")
    assert answer.headers["Location"] == "/projects/"
    with app.app_context():
        for gone in (Article, Paragraph, Assignment, Annotation, Invitation):
            assert not db.session.scalar(select(func.count()).select_from(gone)), gone
        assert db.session.scalars(select(Project.name)).all() == ["Another study"]
        assert db.session.scalars(select(Membership.account_id)).all() == [cast.dee]
        left = db.session.scalars(select(Account.email).order_by(Account.email)).all()
        assert left == ["ada@example.org", "dee@example.org", "root@example.org"]


def test_the_demonstration_is_removed_while_somebody_is_given_a_paragraph_of_it(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    with app.app_context():
        add_article(cast.project, "one", "two")
        db.session.get_one(Project, cast.project).is_demonstration = True
        db.session.commit()
    ada = sign_in(cast.ada)
    statuses: list[int] = []

    def remove() -> None:
        answer = ada.post(f"/projects/{cast.project}/remove-demonstration")
        statuses.append(answer.status_code)

    removing = threading.Thread(target=remove)
    with app.app_context():
        transaction_mode.set("IMMEDIATE")
        held = select(Membership.id).where(Membership.project_id == cast.project)
        db.session.execute(held.with_for_update()).all()
        removing.start()
        # Long enough for the removal to lock whatever it locks before it has to wait.
        time.sleep(0.3)
        at = now()
        drawn = draw_assignment(cast.project, cast.ben, at=at, lease=timedelta(minutes=1))
        assert drawn is not None
        db.session.commit()
    removing.join()
    assert statuses == [303]
    with app.app_context():
        assert db.session.get(Project, cast.project) is None


def test_another_project_is_never_removed(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    ada = sign_in(cast.ada)
    assert "Remove the demonstration" not in ada.get(f"/projects/{cast.project}").text
    assert ada.post(f"/projects/{cast.project}/remove-demonstration").status_code == 409
    with app.app_context():
        assert db.session.get(Project, cast.project) is not None


def test_only_leads_of_the_demonstration_see_how_to_remove_it(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    with app.app_context():
        db.session.get_one(Project, cast.project).is_demonstration = True
        db.session.commit()
    page = sign_in(cast.ben).get(f"/projects/{cast.project}").text
    assert "This is a demonstration." in page
    assert "remove-demonstration" not in page
