"""The addresses of samples."""

from flask import Blueprint

from workbench.samples import views

blueprint = Blueprint("samples", __name__, url_prefix="/samples/<int:project_id>")

blueprint.add_url_rule("", view_func=views.index)
blueprint.add_url_rule("/archives", view_func=views.upload, methods=["POST"])
blueprint.add_url_rule("/archives/remove", view_func=views.remove, methods=["POST"])
blueprint.add_url_rule("/new", view_func=views.draw)
blueprint.add_url_rule("/new", view_func=views.store, methods=["POST"])
blueprint.add_url_rule("/sample/<int:sample_id>", view_func=views.show)
blueprint.add_url_rule("/sample/<int:sample_id>/recipe.json", view_func=views.recipe)
