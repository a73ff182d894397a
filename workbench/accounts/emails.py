"""Email addresses in the one form in which they are kept and compared."""

from email_validator import EmailNotValidError, validate_email

from workbench.words import gettext

LONGEST = 254


class BadEmailError(ValueError):
    """Say that this is not an email address."""


def clean_email(raw: str) -> str:
    """Give an address in lower case and normal form; raise `BadEmailError`.

    Nothing is sent to it, so an address of a local network (`ada@lab.local`) will do.
    """
    if len(raw) > LONGEST:
        # Bringing a long text into normal form would keep everybody else waiting.
        raise BadEmailError(
            gettext("Use an address of at most %(longest)s characters.", longest=LONGEST)
        )
    try:
        found = validate_email(raw.strip(), check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError as error:
        raise BadEmailError(
            gettext("This is not an email address, such as ada@example.org.")
        ) from error
    email = found.normalized.lower()
    if len(email) > LONGEST:
        raise BadEmailError(
            gettext("Use an address of at most %(longest)s characters.", longest=LONGEST)
        )
    return email


def comparable_email(raw: str) -> str:
    """Give what was typed in the form in which it would be kept, whether or not it is one."""
    try:
        return clean_email(raw)
    except BadEmailError:
        return raw.strip().lower()
