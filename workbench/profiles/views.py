"""Profiles: one's own, and what a study asks."""

from flask import Response, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from workbench.accounts.access import signed_in, signed_in_visitor
from workbench.database import db, now
from workbench.profiles import operations
from workbench.profiles.forms import ProfileForm, QuestionForm, profile_form
from workbench.profiles.queries import (
    COLUMNS,
    AskedQuestion,
    OwnProfile,
    asked_questions,
    exported_answers,
    own_profile,
    own_profiles,
)
from workbench.profiles.wording import CONSENT, OFFERED, still_offered
from workbench.projects.access import ANNOTATORS, current_membership, current_project, member
from workbench.projects.models import Role
from workbench.projects.queries import project_header
from workbench.web.access import requires
from workbench.web.downloads import csv_chunks, csv_response, file_name
from workbench.words import gettext


@requires(signed_in)
def index() -> str:
    """List one's own profiles, so that each can be withdrawn."""
    return render_template("profiles/index.html", rows=own_profiles(signed_in_visitor().id))


@requires(member(*ANNOTATORS))
def edit(project_id: int) -> AnyResponse | str | tuple[str, int]:
    """Show one's own answers, and store new ones."""
    account_id = signed_in_visitor().id
    asked = asked_questions(project_id)
    own = own_profile(project_id, account_id)
    form = profile_form(asked)(data=_values(asked, own))
    if not form.is_submitted():
        return _own_page(form, asked, own)
    if not form.validate():
        return _own_page(form, asked, own), 422
    chosen = form.chosen()
    operations.store_profile(
        project_id, account_id, chosen, may_export=bool(form.may_export.data), at=now()
    )
    db.session.commit()
    flash(
        gettext("Saved.") if chosen else gettext("Nothing is kept about you in this study."),
        "success",
    )
    return redirect(url_for("profiles.edit", project_id=project_id), 303)


@requires(signed_in)
def withdraw(project_id: int) -> AnyResponse:
    """Delete one's own answers; somebody who has left the study can do so too."""
    if not operations.withdraw(project_id, signed_in_visitor().id):
        abort(404)
    db.session.commit()
    flash(gettext("Your answers are deleted."), "success")
    return redirect(url_for("profiles.index"), 303)


@requires(member(Role.LEAD))
def questions(project_id: int) -> AnyResponse | str | tuple[str, int]:
    """Show what the study asks of its annotators, and ask more."""
    form = QuestionForm()
    if not form.is_submitted():
        return _questions_page(form)
    if not form.validate():
        return _questions_page(form), 422
    try:
        operations.ask(project_id, form.title.data or "", form.listed, at=now())
    except (operations.AskedAlreadyError, operations.TooManyQuestionsError) as error:
        form.title.errors = [str(error)]
        return _questions_page(form), 422
    db.session.commit()
    return redirect(url_for("profiles.questions", project_id=project_id), 303)


@requires(member(Role.LEAD))
def ask_offered(project_id: int, name: str) -> AnyResponse:
    """Ask one of the questions that are offered."""
    offered = next((one for one in OFFERED if one.name == name), None)
    if offered is None:
        abort(404)
    try:
        operations.ask(
            project_id, str(offered.title), [str(one) for one in offered.options], at=now()
        )
    except (operations.AskedAlreadyError, operations.TooManyQuestionsError) as error:
        abort(409, gettext("%(error)s Nothing was changed.", error=error))
    db.session.commit()
    return redirect(url_for("profiles.questions", project_id=project_id), 303)


@requires(member(Role.LEAD))
def stop_asking(project_id: int, question_id: int) -> AnyResponse:
    """Delete a question with its answers."""
    if not operations.stop_asking(project_id, question_id):
        abort(404)
    db.session.commit()
    flash(gettext("The question and all answers to it are deleted."), "success")
    return redirect(url_for("profiles.questions", project_id=project_id), 303)


@requires(member(Role.LEAD))
def profiles_csv(project_id: int) -> Response:
    """Send the answers of those who agreed to that, under pseudonyms."""
    project = current_project()
    name = file_name(project.name, "profiles.csv", is_demonstration=project.is_demonstration)
    return csv_response(name, csv_chunks([[COLUMNS], exported_answers(project_id)]))


def _values(asked: tuple[AskedQuestion, ...], own: OwnProfile | None) -> dict[str, object]:
    if own is None:
        return {}
    places = {
        f"question_{one.id}": str(one.options.index(own.answers[one.id]))
        for one in asked
        if one.id in own.answers
    }
    return {**places, "agrees": True, "may_export": own.may_export}


def _own_page(form: ProfileForm, asked: tuple[AskedQuestion, ...], own: OwnProfile | None) -> str:
    return render_template(
        "profiles/edit.html",
        project=project_header(current_membership()),
        asked=asked,
        own=own,
        form=form,
        consent=CONSENT,
    )


def _questions_page(form: QuestionForm) -> str:
    membership = current_membership()
    asked = asked_questions(membership.project_id)
    return render_template(
        "profiles/questions.html",
        project=project_header(membership),
        asked=asked,
        offered=still_offered([one.title for one in asked]),
        is_full=len(asked) >= operations.MOST_QUESTIONS,
        most=operations.MOST_QUESTIONS,
        form=form,
        consent=CONSENT,
    )
