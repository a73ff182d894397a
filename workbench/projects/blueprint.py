"""The addresses of projects."""

from flask import Blueprint

from workbench.accounts.signals import administrator_made
from workbench.projects import (
    design_views,
    guidelines_views,
    invitation_views,
    member_views,
    views,
)
from workbench.projects.membership import lead_demonstrations
from workbench.projects.tabs import project_contents, project_tabs

blueprint = Blueprint("projects", __name__, url_prefix="/projects")

GET_POST = ["GET", "POST"]
POST = ["POST"]
PROJECT = "/<int:project_id>"
GUIDELINES = f"{PROJECT}/guidelines"
MEMBERS = f"{PROJECT}/members"
MEMBER = f"{MEMBERS}/<int:account_id>"

blueprint.add_url_rule("/", view_func=views.index)
blueprint.add_url_rule("/new", view_func=views.create, methods=GET_POST)
blueprint.add_url_rule(PROJECT, view_func=views.show)
blueprint.add_url_rule(GUIDELINES, view_func=guidelines_views.guidelines)
blueprint.add_url_rule(f"{GUIDELINES}/changes", view_func=guidelines_views.guidelines_changes)
blueprint.add_url_rule(
    f"{GUIDELINES}/read", view_func=guidelines_views.confirm_guidelines, methods=POST
)
blueprint.add_url_rule(f"{PROJECT}/settings", view_func=views.edit, methods=GET_POST)
blueprint.add_url_rule(f"{PROJECT}/design", view_func=design_views.design, methods=GET_POST)
blueprint.add_url_rule(f"{PROJECT}/design/order", view_func=design_views.order, methods=POST)
blueprint.add_url_rule(f"{PROJECT}/join", view_func=views.join_as_lead, methods=POST)
blueprint.add_url_rule(
    f"{PROJECT}/remove-demonstration", view_func=views.remove_demonstration, methods=POST
)

blueprint.add_url_rule(MEMBERS, view_func=member_views.members)
blueprint.add_url_rule(f"{MEMBER}/role", view_func=member_views.change_role, methods=POST)
blueprint.add_url_rule(f"{MEMBER}/end", view_func=member_views.end_membership, methods=POST)
blueprint.add_url_rule(
    f"{MEMBER}/password-link", view_func=member_views.member_reset_link, methods=POST
)

blueprint.add_url_rule(f"{PROJECT}/invitations", view_func=member_views.invite, methods=POST)
blueprint.add_url_rule(
    f"{PROJECT}/invitations/<int:invitation_id>/revoke",
    view_func=member_views.revoke_invitation,
    methods=POST,
)
blueprint.add_url_rule(
    "/invitations/<token>", view_func=invitation_views.accept_invitation, methods=GET_POST
)

blueprint.add_app_template_global(project_tabs)
blueprint.add_app_template_global(project_contents)
administrator_made.connect(lead_demonstrations)
