"""The addresses of the pages of influence."""

from flask import Blueprint

from workbench.influence import views

blueprint = Blueprint("influence", __name__, url_prefix="/influence")

PROJECT = "/<int:project_id>"

blueprint.add_url_rule(f"{PROJECT}/anchoring", "anchoring", views.anchoring)
blueprint.add_url_rule(f"{PROJECT}/anchoring.json", "anchoring_json", views.anchoring_json)
blueprint.add_url_rule(f"{PROJECT}/anchoring.csv", "anchoring_csv", views.anchoring_csv)
blueprint.add_url_rule(
    f"{PROJECT}/anchoring/<what>.<kind>",
    "anchoring_figure",
    views.anchoring_figure,
)
blueprint.add_url_rule(f"{PROJECT}/anchoring/compute", "compute", views.compute, methods=["POST"])
blueprint.add_url_rule(f"{PROJECT}/groups", "groups", views.groups)
blueprint.add_url_rule(f"{PROJECT}/groups.json", "groups_json", views.groups_json_file)
blueprint.add_url_rule(f"{PROJECT}/groups.csv", "groups_csv", views.groups_csv_file)
