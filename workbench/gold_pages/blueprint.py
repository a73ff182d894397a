"""The addresses of gold paragraphs."""

from flask import Blueprint

from workbench.gold_pages import accuracy_views, views

blueprint = Blueprint("gold", __name__, url_prefix="/gold")

POST = ["POST"]
PROJECT = "/<int:project_id>"
PARAGRAPH = f"{PROJECT}/paragraph/<int:paragraph_id>"
ACCURACY = f"{PROJECT}/accuracy"

blueprint.add_url_rule(PROJECT, "index", views.index)
blueprint.add_url_rule(PARAGRAPH, "edit", views.edit, methods=["GET", "POST"])
blueprint.add_url_rule(f"{PARAGRAPH}/withdraw", "withdraw", views.withdraw, methods=POST)
blueprint.add_url_rule(f"{PARAGRAPH}/up", "move_up", views.move_up, methods=POST)
blueprint.add_url_rule(f"{PARAGRAPH}/down", "move_down", views.move_down, methods=POST)
blueprint.add_url_rule(
    f"{PROJECT}/annotator/<int:account_id>/admit", "admit", views.let_go_on, methods=POST
)
blueprint.add_url_rule(ACCURACY, "accuracy", accuracy_views.accuracy)
blueprint.add_url_rule(f"{ACCURACY}.json", "accuracy_json", accuracy_views.accuracy_json)
blueprint.add_url_rule(f"{ACCURACY}.csv", "accuracy_csv", accuracy_views.accuracy_csv)
