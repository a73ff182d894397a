"""The version of a project's codebook and guidelines that an address names."""

from flask import abort, request

from workbench.projects.queries import CodebookInForce, codebook_version
from workbench.web.forms import sent_number


def asked_version(project_id: int, parameter: str) -> CodebookInForce | None:
    """Find the version that the address names; None where it names none, else 404."""
    raw = request.args.get(parameter, "")
    if not raw:
        return None
    found = codebook_version(project_id, sent_number(raw))
    if found is None:
        abort(404)
    return found
