"""The page to sign in on, with the fields of a form that came when its session had ended."""

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from workbench.accounts.forms import SignInForm
from workbench.accounts.links import local_path
from workbench.web.resuming import Fields, fields_to_keep, resumed_at

OWN_FIELDS = frozenset({"email", "password"})


def sign_in_page(
    form: SignInForm, wanted: str, status: int, *, refusal: str = "", kept: Fields = ()
) -> Response:
    """Draw the page; `kept` are the fields of the form to bring back after it."""
    page = render_template(
        "accounts/sign_in.html", form=form, wanted=wanted, refusal=refusal, kept=kept
    )
    return make_response(page, status)


def sign_in_with(kept: Fields, wanted: str) -> Response:
    """Ask a person to sign in whose session had ended when they sent a form."""
    # It is no try to sign in: the form is drawn empty.
    return sign_in_page(SignInForm(None), wanted, 403, kept=kept)


def kept_fields() -> Fields:
    """List the fields that the page to sign in on carried."""
    return fields_to_keep(OWN_FIELDS)


def resume_wanted() -> Response | str | None:
    """Show the form that was carried on its own page; None where there is none."""
    return resumed_at(local_path(request.args.get("next"))) if kept_fields() else None
