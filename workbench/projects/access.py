"""The gate of a project: members only, by role."""

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import Any

from flask import abort, g
from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.orm import joinedload

from workbench.accounts.access import (
    Visitor,
    found_by,
    let_in,
    send_to_sign_in,
    session_claim,
    signed_in_visitor,
    visitors,
)
from workbench.database import db
from workbench.projects.models import Membership, Project, Role
from workbench.projects.queries import ProjectHeader
from workbench.web.access import Gate

READERS = (Role.LEAD, Role.ADJUDICATOR)
ANNOTATORS = (Role.LEAD, Role.ANNOTATOR)
EVERYBODY = tuple(Role)
_VISITOR = len(fields(Visitor))


def member(*roles: Role) -> Gate:
    """Make the gate that lets members of the URL's `project_id` in who have one of the roles.

    An outsider gets the answer that a project that does not exist would give.
    """

    def gate(arguments: Mapping[str, Any]) -> None:
        claim = session_claim()
        if claim is None:
            send_to_sign_in()
        row = found_by(claim, _with_membership(), project_id=arguments["project_id"])
        if row is None:
            send_to_sign_in()
        let_in(Visitor(*row[:_VISITOR]))
        role, guidelines_read, name, is_demonstration, codebook_language = row[_VISITOR:]
        if role is None:
            abort(404)
        if role not in roles:
            abort(403)
        g.project_header = ProjectHeader(
            arguments["project_id"],
            name,
            is_demonstration,
            Role(role),
            guidelines_read,
            codebook_language,
        )

    return gate


def current_header() -> ProjectHeader:
    """Give the head of the project's pages as the gate's member sees it."""
    header: ProjectHeader = g.project_header
    return header


def current_membership() -> Membership:
    """Give the membership, with its project, that the gate found for this request."""
    if "membership" not in g:
        wanted = {"project_id": current_header().id, "account_id": signed_in_visitor().id}
        g.membership = db.session.scalars(_living_membership(), wanted).one()
    membership: Membership = g.membership
    return membership


def current_project() -> Project:
    """Give the project of this request's URL."""
    return current_membership().project


@cache
def _with_membership() -> Select[Any]:
    """Select a visitor with their role in a project, if any: one statement for every request."""
    account_id = visitors().selected_columns.id
    project, membership = Project.__table__, Membership.__table__
    living = and_(
        membership.c.account_id == account_id,
        membership.c.project_id == bindparam("project_id"),
        membership.c.ended_at.is_(None),
    )
    return (
        visitors()
        .add_columns(
            *(membership.c.role, membership.c.guidelines_read),
            *(project.c.name, project.c.is_demonstration, project.c.codebook_language),
        )
        .outerjoin(membership, living)
        .outerjoin(project, project.c.id == membership.c.project_id)
    )


@cache
def _living_membership() -> Select[Membership]:
    return (
        select(Membership)
        .options(joinedload(Membership.project, innerjoin=True))
        .where(
            Membership.project_id == bindparam("project_id"),
            Membership.account_id == bindparam("account_id"),
            Membership.ended_at.is_(None),
        )
    )
