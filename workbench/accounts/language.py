"""The choice of a language, before and after signing in."""

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from workbench.accounts.access import current_visitor, signed_in_account
from workbench.accounts.links import back_to
from workbench.database import db
from workbench.web.access import public, requires
from workbench.web.languages import LANGUAGES, keep_choice


@requires(public)
def choose_language() -> Response:
    """Keep a language in the browser and, of a person who is signed in, with the account.

    So the page to sign in on speaks it, too. "" is the language that the browser asks for.
    """
    wanted = request.form.get("language", "")
    if wanted and wanted not in LANGUAGES:
        abort(422)
    if current_visitor() is not None:
        signed_in_account().language = wanted or None
        db.session.commit()
    response = redirect(
        back_to(request.form.get("next"), otherwise=url_for("accounts.profile")), 303
    )
    keep_choice(response, wanted)
    return response
