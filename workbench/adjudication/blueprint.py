"""The addresses of adjudication."""

from flask import Blueprint

from workbench.adjudication import views

blueprint = Blueprint("adjudication", __name__, url_prefix="/adjudication")

PROJECT = "/<int:project_id>"

blueprint.add_url_rule(PROJECT, "index", views.index)
blueprint.add_url_rule(f"{PROJECT}/next", "next", views.following)
blueprint.add_url_rule(f"{PROJECT}/final-labels.csv", "labels_csv", views.labels_csv)
blueprint.add_url_rule(f"{PROJECT}/final-spans.csv", "spans_csv", views.spans_csv)
blueprint.add_url_rule(
    f"{PROJECT}/paragraph/<int:paragraph_id>", "edit", views.edit, methods=["GET", "POST"]
)
