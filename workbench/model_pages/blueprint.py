"""The addresses of learned models."""

from flask import Blueprint

from workbench.model_pages import views

blueprint = Blueprint("models", __name__, url_prefix="/models/<int:project_id>")

blueprint.add_url_rule("", "index", views.index)
blueprint.add_url_rule("/train", "train", views.train, methods=["POST"])
blueprint.add_url_rule("/upload", "upload", views.upload, methods=["POST"])
blueprint.add_url_rule("/kept", "kept", views.kept)
blueprint.add_url_rule("/<int:number>", "show", views.show)
blueprint.add_url_rule("/<int:number>/compare", "compare", views.compare, methods=["POST"])
blueprint.add_url_rule("/<int:number>/use", "use", views.use, methods=["POST"])
blueprint.add_url_rule("/<int:number>.npz", "download", views.download)
