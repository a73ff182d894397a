"""The addresses of a project's codebook."""

from flask import Blueprint

from workbench.codebook_pages import views

blueprint = Blueprint("codebooks", __name__, url_prefix="/codebooks/<int:project_id>")

blueprint.add_url_rule("", "edit", views.edit, methods=["GET", "POST"])
blueprint.add_url_rule("/file", "fill", views.fill, methods=["POST"])
blueprint.add_url_rule("/codebook.json", "download", views.download)
