"""The addresses of exports."""

from flask import Blueprint

from workbench.exports import views

blueprint = Blueprint("exports", __name__, url_prefix="/exports")

blueprint.add_url_rule("/<int:project_id>", "index", views.index)
blueprint.add_url_rule("/<int:project_id>/labels.csv", "labels", views.labels)
blueprint.add_url_rule("/<int:project_id>/labels-wide.csv", "labels_wide", views.labels_wide)
blueprint.add_url_rule("/<int:project_id>/spans.csv", "spans", views.spans)
blueprint.add_url_rule("/<int:project_id>/paragraphs.csv", "paragraphs", views.paragraphs)
