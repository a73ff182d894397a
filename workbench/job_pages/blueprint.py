"""The addresses of jobs."""

from flask import Blueprint

from workbench.job_pages import views

blueprint = Blueprint("jobs", __name__, url_prefix="/jobs")

JOB = "/<int:project_id>/job/<int:job_id>"

blueprint.add_url_rule("/<int:project_id>", "index", views.index)
blueprint.add_url_rule(JOB, "show", views.show)
blueprint.add_url_rule(f"{JOB}/progress.json", "progress", views.progress)
blueprint.add_url_rule(f"{JOB}/pause", "pause", views.pause, methods=["POST"])
blueprint.add_url_rule(f"{JOB}/resume", "resume", views.resume, methods=["POST"])
blueprint.add_url_rule(f"{JOB}/cancel", "cancel", views.cancel, methods=["POST"])
blueprint.add_url_rule(f"{JOB}/retry", "retry", views.retry, methods=["POST"])
