"""The addresses of articles."""

from flask import Blueprint

from workbench.articles import import_views, views

blueprint = Blueprint("articles", __name__, url_prefix="/articles/<int:project_id>")

blueprint.add_url_rule("", view_func=views.index)
blueprint.add_url_rule("/article/<int:article_id>", view_func=views.show)
blueprint.add_url_rule("/article/<int:article_id>/remove", view_func=views.remove, methods=["POST"])
blueprint.add_url_rule("/prescores", view_func=views.prescore_again, methods=["POST"])
blueprint.add_url_rule("/import", view_func=import_views.new_import, methods=["GET", "POST"])
blueprint.add_url_rule(
    "/import/<int:import_id>", view_func=import_views.preview, methods=["GET", "POST"]
)
blueprint.add_url_rule(
    "/import/<int:import_id>/choose", view_func=import_views.choose, methods=["POST"]
)
blueprint.add_url_rule(
    "/import/<int:import_id>/discard", view_func=import_views.discard, methods=["POST"]
)
blueprint.add_url_rule(
    "/import/<int:import_id>/reopen", view_func=import_views.reopen, methods=["POST"]
)
blueprint.add_url_rule(
    "/import/<int:import_id>/row/<int:row_id>",
    view_func=import_views.correct,
    methods=["GET", "POST"],
)
