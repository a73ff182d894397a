"""The addresses of reports."""

from flask import Blueprint

from workbench.reports import agreement_views, views

blueprint = Blueprint("reports", __name__, url_prefix="/reports")

_PROJECT = "/<int:project_id>"
_AGREEMENT = f"{_PROJECT}/agreement"

blueprint.add_url_rule(f"{_PROJECT}/progress", "progress", views.progress)
blueprint.add_url_rule(f"{_PROJECT}/progress/remarks", "progress_remarks", views.progress_remarks)
blueprint.add_url_rule(f"{_PROJECT}/contested", "contested", views.contested)
blueprint.add_url_rule(_AGREEMENT, "agreement", agreement_views.agreement)
blueprint.add_url_rule(
    f"{_AGREEMENT}/compute", "compute", agreement_views.compute, methods=["POST"]
)
blueprint.add_url_rule(f"{_AGREEMENT}.json", "agreement_json", agreement_views.agreement_json)
blueprint.add_url_rule(f"{_AGREEMENT}.csv", "agreement_csv", agreement_views.agreement_csv)
blueprint.add_url_rule(f"{_AGREEMENT}.html", "agreement_html", agreement_views.agreement_html)
blueprint.add_url_rule(f"{_AGREEMENT}/print", "agreement_print", agreement_views.agreement_print)
blueprint.add_url_rule(
    f"{_AGREEMENT}/figures/<name>.<kind>", "agreement_figure", agreement_views.figure
)
blueprint.add_url_rule(f"{_PROJECT}/datasheet", "datasheet", agreement_views.sheet)
blueprint.add_url_rule(f"{_PROJECT}/datasheet.md", "datasheet_file", agreement_views.sheet_markdown)
