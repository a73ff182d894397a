"""The addresses of lexicons."""

from flask import Blueprint

from workbench.lexicon_pages import draft_views, report_views, views

blueprint = Blueprint("lexicons", __name__, url_prefix="/lexicons/<int:project_id>")

blueprint.add_url_rule("", "index", views.index)
blueprint.add_url_rule("/lexicon.csv", "download", views.download)
blueprint.add_url_rule("/switch", "switch", views.switch, methods=["POST"])
blueprint.add_url_rule("/term", "term", views.term, methods=["GET", "POST"])
blueprint.add_url_rule("/upload", "upload", views.upload, methods=["GET", "POST"])
blueprint.add_url_rule("/draft", "draft", draft_views.show)
blueprint.add_url_rule("/draft/forget", "forget", draft_views.forget, methods=["POST"])
blueprint.add_url_rule("/draft/discard", "discard", draft_views.discard, methods=["POST"])
blueprint.add_url_rule("/draft/shipped", "take_up", draft_views.take_up, methods=["POST"])
blueprint.add_url_rule("/draft/apply", "apply", draft_views.apply, methods=["POST"])
blueprint.add_url_rule("/versions", "versions", draft_views.versions)
blueprint.add_url_rule("/versions/<int:number>.csv", "version_csv", draft_views.version_csv)
blueprint.add_url_rule(
    "/versions/<int:number>/restore", "restore", draft_views.restore, methods=["POST"]
)
blueprint.add_url_rule("/report", "report", report_views.report)
blueprint.add_url_rule("/report.csv", "report_csv", report_views.report_csv)
blueprint.add_url_rule(
    "/report/compute", "compute_report", report_views.compute_report, methods=["POST"]
)
blueprint.add_url_rule("/report/accept", "accept", report_views.accept, methods=["POST"])
