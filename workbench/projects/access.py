"""The gate of a project: members only, by role."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from flask import abort, g
from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload

from workbench.accounts.access import signed_in, signed_in_account
from workbench.database import db
from workbench.projects.models import Membership, Project, Role
from workbench.web.access import Gate

READERS = (Role.LEAD, Role.ADJUDICATOR)
ANNOTATORS = (Role.LEAD, Role.ANNOTATOR)
EVERYBODY = tuple(Role)


def member(*roles: Role) -> Gate:
    """Make the gate that lets members of the URL's `project_id` in who have one of the roles.

    An outsider gets the answer that a project that does not exist would give.
    """

    def gate(arguments: Mapping[str, Any]) -> None:
        signed_in(arguments)
        membership = _membership(arguments["project_id"], signed_in_account().id)
        if membership is None:
            abort(404)
        if membership.role not in roles:
            abort(403)
        g.membership = membership

    return gate


def current_membership() -> Membership:
    """Give the membership that the gate found for this request."""
    membership: Membership = g.membership
    return membership


def current_project() -> Project:
    """Give the project of this request's URL."""
    return current_membership().project


def _membership(project_id: int, account_id: int) -> Membership | None:
    wanted = {"project_id": project_id, "account_id": account_id}
    return db.session.scalar(_living_membership(), wanted)


@cache
def _living_membership() -> Select[Membership]:
    """Select a membership with its project; built once, because it runs for every request."""
    return (
        select(Membership)
        .options(joinedload(Membership.project, innerjoin=True))
        .where(
            Membership.project_id == bindparam("project_id"),
            Membership.account_id == bindparam("account_id"),
            Membership.ended_at.is_(None),
        )
    )
