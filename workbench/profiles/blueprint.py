"""The addresses of profiles."""

from flask import Blueprint

from workbench.profiles import views

blueprint = Blueprint("profiles", __name__, url_prefix="/profiles")

GET_POST = ["GET", "POST"]
POST = ["POST"]
PROJECT = "/<int:project_id>"
QUESTIONS = f"{PROJECT}/questions"

blueprint.add_url_rule("/", "index", views.index)
blueprint.add_url_rule(PROJECT, "edit", views.edit, methods=GET_POST)
blueprint.add_url_rule(f"{PROJECT}/withdraw", "withdraw", views.withdraw, methods=POST)
blueprint.add_url_rule(QUESTIONS, "questions", views.questions, methods=GET_POST)
blueprint.add_url_rule(
    f"{QUESTIONS}/offered/<name>", "ask_offered", views.ask_offered, methods=POST
)
blueprint.add_url_rule(
    f"{QUESTIONS}/<int:question_id>/remove", "stop_asking", views.stop_asking, methods=POST
)
blueprint.add_url_rule(f"{PROJECT}/profiles.csv", "profiles_csv", views.profiles_csv)
