"""The addresses of imports of labels."""

from flask import Blueprint

from workbench.label_imports import views

blueprint = Blueprint("label_imports", __name__, url_prefix="/label-imports/<int:project_id>")

blueprint.add_url_rule("", view_func=views.index, methods=["GET", "POST"])
blueprint.add_url_rule("/provenance.json", view_func=views.provenance)
blueprint.add_url_rule(
    "/<int:label_import_id>/columns", view_func=views.columns, methods=["GET", "POST"]
)
blueprint.add_url_rule("/<int:label_import_id>", view_func=views.labels, methods=["GET", "POST"])
blueprint.add_url_rule("/<int:label_import_id>/discard", view_func=views.discard, methods=["POST"])
blueprint.add_url_rule("/<int:label_import_id>/rest", view_func=views.store_rest, methods=["POST"])
blueprint.add_url_rule("/<int:label_import_id>/remove", view_func=views.remove, methods=["POST"])
