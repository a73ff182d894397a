"""Pages of the draft: what would change, its effect on a sample, apply; and the history."""

from flask import Response as FlaskResponse
from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from workbench.accounts.access import signed_in_visitor
from workbench.articles import rescoring
from workbench.articles.lexicon import lexicon_in_force
from workbench.database import db, now
from workbench.learned.queries import number_in_use, stored_model
from workbench.lexicon_pages.forms import ApplyForm, said
from workbench.lexicon_pages.trial import SIZES, Trial, sampled_texts, try_lexicon
from workbench.lexicon_pages.views import lexicon_file
from workbench.lexicons import operations, queries
from workbench.projects.access import current_membership, member
from workbench.projects.models import Role
from workbench.projects.queries import project_header
from workbench.scoring.lexicon import Lexicon
from workbench.scoring.overlay import Difference, Overlay, differences, key_of
from workbench.web.access import requires
from workbench.web.pagination import Page, page_number
from workbench.words import gettext

View = Response | str | tuple[str, int]


@requires(member(Role.LEAD))
def show(project_id: int) -> str:
    """Show what the draft changes, and with `?paragraphs=` what that does to a sample."""
    return _draft_page(project_id, ApplyForm(formdata=None))


@requires(member(Role.LEAD))
def forget(project_id: int) -> Response:
    """Give up what the draft changes about one term."""
    name = request.form.get("term", "")
    standing = queries.standing_lexicon(project_id)
    own, key = standing.overlay.own, key_of(name)

    def change(overlay: Overlay, _base: operations.Base) -> Overlay:
        kept = overlay.without(name)
        if key in own:
            kept = kept.with_entries([own[key]])
        return kept.switched_off([name]) if key in standing.overlay.off else kept

    try:
        operations.change_draft(
            project_id,
            change,
            changed=frozenset({name}),
            account_id=signed_in_visitor().id,
            at=now(),
        )
    except operations.UnusableLexiconError as error:
        db.session.rollback()
        flash(gettext("“%(term)s” stays in the draft: %(error)s", term=name, error=error), "error")
    else:
        db.session.commit()
    return redirect(url_for("lexicons.draft", project_id=project_id), 303)


@requires(member(Role.LEAD))
def discard(project_id: int) -> Response:
    """Give up the whole draft."""
    operations.discard_draft(project_id)
    db.session.commit()
    flash(gettext("The draft was discarded. The lexicon in force is as it was."), "success")
    return redirect(url_for("lexicons.index", project_id=project_id), 303)


@requires(member(Role.LEAD))
def take_up(project_id: int) -> Response:
    """Put the project's own terms on the newest lexicon that is shipped, in the draft."""
    try:
        operations.take_up_shipped(project_id, account_id=signed_in_visitor().id, at=now())
    except operations.UnusableLexiconError as error:
        db.session.rollback()
        flash(
            gettext(
                "Your own terms clash with the newer lexicon; nothing was changed. %(error)s",
                error=error,
            ),
            "error",
        )
        return redirect(url_for("lexicons.index", project_id=project_id), 303)
    db.session.commit()
    return redirect(url_for("lexicons.draft", project_id=project_id), 303)


@requires(member(Role.LEAD))
def apply(project_id: int) -> View:
    """Make the draft the lexicon in force."""
    form = ApplyForm()
    if not form.validate():
        return _draft_page(project_id, form), 422
    try:
        version = operations.apply_draft(
            project_id,
            seen=form.seen.data or "",
            note=form.note.data or "",
            account_id=signed_in_visitor().id,
            at=now(),
        )
    except (operations.DraftChangedError, operations.NothingToApplyError) as error:
        db.session.rollback()
        return _draft_page(project_id, form, problem=str(error)), 409
    number = version.number
    db.session.commit()
    flash(gettext("Version %(number)s of the lexicon is in force.", number=number), "success")
    return redirect(url_for("lexicons.versions", project_id=project_id), 303)


@requires(member(Role.LEAD))
def versions(project_id: int) -> str:
    """List the versions of the project's lexicon."""
    return render_template(
        "lexicons/versions.html",
        project=project_header(current_membership()),
        page=queries.lexicon_versions(project_id, page=page_number()),
        rescoring=rescoring.needed(project_id),
    )


@requires(member(Role.LEAD))
def version_csv(project_id: int, number: int) -> FlaskResponse:
    """Send a version of the project's lexicon; number 0 is the one that is shipped."""
    return lexicon_file(_version(project_id, number))


@requires(member(Role.LEAD))
def restore(project_id: int, number: int) -> Response:
    """Put an earlier version into the draft, to look at and apply."""
    operations.restore_version(
        project_id, _version(project_id, number), account_id=signed_in_visitor().id, at=now()
    )
    db.session.commit()
    return redirect(url_for("lexicons.draft", project_id=project_id), 303)


def _version(project_id: int, number: int) -> queries.StandingLexicon:
    found = queries.lexicon_at(project_id, number)
    if found is None:
        abort(404)
    return found


def _draft_page(project_id: int, form: ApplyForm, *, problem: str = "") -> str:
    standing, draft = queries.standing_lexicon(project_id), queries.draft_of(project_id)
    changes = differences(standing.entries, draft.entries) if draft else ()
    size = _size()
    if draft is not None:
        form.seen.data = draft.fingerprint
    return render_template(
        "lexicons/draft.html",
        project=project_header(current_membership()),
        standing=standing,
        draft=draft,
        page=_page_of(changes),
        n_changes=len(changes),
        is_newly_shipped=draft is not None and draft.base_version != standing.base_version,
        kinds=_kinds(changes),
        trial=_trial(project_id, draft, size) if draft and size else None,
        size=size,
        sizes=SIZES,
        suggested_by_model=_model_of_words(project_id),
        form=form,
        problem=problem,
        said=said,
    )


def _model_of_words(project_id: int) -> int:
    """Give the number of the model that suggests loaded words; 0 where the lexicon alone does."""
    number = number_in_use(project_id)
    row = stored_model(project_id, number) if number else None
    return number if row is not None and "words" in row.parts else 0


def _page_of(changes: tuple[Difference, ...]) -> Page[Difference]:
    page: Page[Difference] = Page((), page_number(), len(changes))
    start = (page.number - 1) * page.rows_per_page
    return Page(changes[start : start + page.rows_per_page], page.number, page.total)


def _kinds(changes: tuple[Difference, ...]) -> tuple[int, int, int]:
    added = sum(change.before is None for change in changes)
    gone = sum(change.after is None for change in changes)
    return added, gone, len(changes) - added - gone


def _size() -> int:
    asked = request.args.get("paragraphs", "")
    return int(asked) if asked in {str(size) for size in SIZES} else 0


def _trial(project_id: int, draft: queries.Draft, size: int) -> Trial:
    n_in_all, sampled = sampled_texts(project_id, size)
    return try_lexicon(
        lexicon_in_force(project_id), Lexicon(draft.entries), sampled, n_in_all=n_in_all
    )
