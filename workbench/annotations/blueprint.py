"""The addresses of annotations."""

from flask import Blueprint

from workbench.annotations import views
from workbench.annotations.page import anywhere, category_options, hidden_inputs

blueprint = Blueprint("annotations", __name__, url_prefix="/annotations")
for each in (anywhere, category_options, hidden_inputs):
    blueprint.add_app_template_filter(each)

blueprint.add_url_rule("/<int:project_id>", "history", views.history)
blueprint.add_url_rule("/<int:project_id>/next", "next", views.draw)
blueprint.add_url_rule(
    "/<int:project_id>/assignment/<int:assignment_id>/ahead",
    "ahead",
    views.ahead,
    methods=["POST"],
)
blueprint.add_url_rule(
    "/<int:project_id>/assignment/<int:assignment_id>/renew",
    "renew",
    views.renew,
    methods=["POST"],
)
blueprint.add_url_rule(
    "/<int:project_id>/assignment/<int:assignment_id>/feedback", "feedback", views.feedback
)
blueprint.add_url_rule(
    "/<int:project_id>/assignment/<int:assignment_id>",
    "edit",
    views.edit,
    methods=["GET", "POST"],
)
