"""Who is signed in, and the gates that ask for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, NoReturn

from flask import abort, g, redirect, request, session, url_for
from sqlalchemy import Select, bindparam, exists, select
from werkzeug.wrappers import Response

from workbench.accounts.models import Account, EndedSession
from workbench.accounts.sign_in_page import sign_in_with
from workbench.database import connection, db
from workbench.prepared import row
from workbench.web.resuming import does_resume, fields_to_keep
from workbench.web.security import SESSION_KEY
from workbench.words import gettext


@dataclass(frozen=True)
class Visitor:
    """Hold what every page needs of who is signed in; the fields are those of `Account`."""

    id: int
    email: str
    display_name: str
    is_administrator: bool
    language: str | None

    @classmethod
    def of(cls, account: Account) -> "Visitor":
        """Take from an account what pages need."""
        return cls(*(getattr(account, each.name) for each in fields(cls)))


@dataclass(frozen=True)
class SessionClaim:
    """Hold what a cookie says of who sends it; the database tells whether that still holds."""

    account_id: int
    version: int
    name: str

    @property
    def key(self) -> str:
        """Give what the cookie keeps: raising the version ends all older sessions."""
        return f"{self.account_id}.{self.version}.{self.name}"


def session_claim() -> SessionClaim | None:
    """Read the session of this request; None without one."""
    account_id, _, rest = str(session.get(SESSION_KEY, "")).partition(".")
    # A session of before sessions had names bears the name "".
    version, _, name = rest.partition(".")
    if not account_id.isdigit() or not version.isdigit():
        return None
    return SessionClaim(int(account_id), int(version), name)


def visitors() -> Select[Any]:
    """Select who a session's claim, as parameters, lets in: the fields of `Visitor`, or no row.

    A gate that needs more of the same person joins it, and so asks once.
    """
    account, ended = Account.__table__, EndedSession.__table__
    return select(*(account.c[each.name] for each in fields(Visitor))).where(
        account.c.id == bindparam("account_id"),
        account.c.session_version == bindparam("version"),
        account.c.deactivated_at.is_(None),
        ~exists().where(ended.c.account_id == account.c.id, ended.c.name == bindparam("name")),
    )


def found_by(claim: SessionClaim, statement: Select[Any], **wanted: Any) -> Sequence[Any] | None:
    """Run a statement made of `visitors` for a claim; `wanted` are its further parameters."""
    found: Sequence[Any] | None = row(connection(), statement, vars(claim) | wanted)
    return found


def let_in(visitor: Visitor | None) -> None:
    """Note who this request comes from, so that nobody asks again."""
    g.visitor = visitor


def current_visitor() -> Visitor | None:
    """Give who this request comes from; None where nobody is signed in."""
    if "visitor" not in g:
        claim = session_claim()
        found = None if claim is None else found_by(claim, _visitors())
        let_in(None if found is None else Visitor(*found))
    visitor: Visitor | None = g.visitor
    return visitor


def signed_in_visitor() -> Visitor:
    """Give who this request comes from; only behind a gate that asks for one."""
    visitor = current_visitor()
    if visitor is None:
        raise RuntimeError("This view's gate lets people in who are not signed in.")
    return visitor


def signed_in_account() -> Account:
    """Give the account that this request comes from, to change it or to tie something to it."""
    return db.session.get_one(Account, signed_in_visitor().id)


def signed_in(_arguments: Mapping[str, Any]) -> None:
    """Let people in who are signed in; send others to the sign-in page and back."""
    if current_visitor() is None:
        send_to_sign_in()


def administrator(arguments: Mapping[str, Any]) -> None:
    """Let administrators in."""
    signed_in(arguments)
    if not signed_in_visitor().is_administrator:
        abort(403, gettext("Only administrators can open this page."))


def send_to_sign_in() -> NoReturn:
    """Abort the request on the way to the sign-in page, and from there back."""
    # A form that was sent after the session ended is not replayed: come back to its page.
    has_page = request.url_rule is not None and "GET" in (request.url_rule.methods or ())
    wanted = request.full_path.rstrip("?") if has_page else ""
    if does_resume() and (kept := fields_to_keep()):
        abort(sign_in_with(kept, wanted))
    answer: Response = redirect(url_for("accounts.sign_in", next=wanted or None), 303)
    abort(answer)


@cache
def _visitors() -> Select[Any]:
    return visitors()
