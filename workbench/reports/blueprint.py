"""The addresses of reports."""

from flask import Blueprint

from workbench.reports import views

blueprint = Blueprint("reports", __name__, url_prefix="/reports")

blueprint.add_url_rule("/<int:project_id>/progress", "progress", views.progress)
blueprint.add_url_rule(
    "/<int:project_id>/progress/remarks", "progress_remarks", views.progress_remarks
)
blueprint.add_url_rule("/<int:project_id>/agreement", "agreement", views.agreement)
blueprint.add_url_rule(
    "/<int:project_id>/agreement/compute", "compute", views.compute, methods=["POST"]
)
blueprint.add_url_rule("/<int:project_id>/agreement.json", "agreement_json", views.agreement_json)
blueprint.add_url_rule("/<int:project_id>/agreement.csv", "agreement_csv", views.agreement_csv)
blueprint.add_url_rule("/<int:project_id>/contested", "contested", views.contested)
