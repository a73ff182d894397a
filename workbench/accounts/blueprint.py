"""The addresses of accounts."""

from flask import Blueprint

from workbench.accounts import language, people, views

blueprint = Blueprint("accounts", __name__, url_prefix="/accounts")

GET_POST = ["GET", "POST"]
POST = ["POST"]

blueprint.add_url_rule("/sign-in", view_func=views.sign_in, methods=GET_POST)
blueprint.add_url_rule("/sign-out", view_func=views.sign_out, methods=POST)
blueprint.add_url_rule("/set-password/<token>", view_func=views.set_password, methods=GET_POST)
blueprint.add_url_rule("/language", view_func=language.choose_language, methods=POST)
blueprint.add_url_rule("/profile", view_func=views.profile, methods=GET_POST)

blueprint.add_url_rule("/", view_func=people.index)
for change in (
    people.deactivate,
    people.activate,
    people.make_administrator,
    people.unmake_administrator,
    people.reset_link,
):
    blueprint.add_url_rule(
        f"/<int:account_id>/{change.__name__.replace('_', '-')}", view_func=change, methods=POST
    )
