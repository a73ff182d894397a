"""The forms of sign-in, passwords and profiles."""

import unicodedata

from wtforms import EmailField, Field, PasswordField, StringField
from wtforms.validators import DataRequired, EqualTo, Length, ValidationError

from workbench.accounts.emails import BadEmailError, clean_email
from workbench.accounts.passwords import LONGEST, SHORTEST, WeakPasswordError, check_password
from workbench.web.forms import Form, stripped
from workbench.words import lazy

PASSWORD_HINT = lazy(
    "At least %(shortest)s characters. Some words in a row are easier than symbols.",
    shortest=SHORTEST,
)
NEEDS_EMAIL = lazy("Type your email address.")
NEEDS_NAME = lazy("Type your name.")
NEEDS_PASSWORD = lazy("Type a password.")


def one_line(value: str | None) -> str:
    """Give a name without line breaks, control characters or marks that turn the writing round.

    Such a mark in one name would garble the names that stand beside it.
    """
    joined = " ".join((value or "").split())
    return "".join(
        letter
        for letter in joined
        if unicodedata.category(letter) != "Cc"
        and letter not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )


def known_email(_form: Form, field: Field) -> None:
    """Refuse what is not an email address; put it in normal form."""
    try:
        field.data = clean_email(field.data or "")
    except BadEmailError as error:
        raise ValidationError(str(error)) from error


class SignInForm(Form):
    """Ask who somebody is."""

    email = EmailField(
        lazy("Email"), [DataRequired(NEEDS_EMAIL), Length(max=254)], filters=[stripped]
    )
    password = PasswordField(
        lazy("Password"), [DataRequired(lazy("Type your password.")), Length(max=LONGEST)]
    )


class NewPasswordForm(Form):
    """Ask for a new password; `owner_email` and `owner_name` are what it must not be."""

    password = PasswordField(
        lazy("New password"), [DataRequired(NEEDS_PASSWORD)], description=PASSWORD_HINT
    )
    owner_email = ""
    owner_name = ""

    def validate_password(self, field: PasswordField) -> None:
        """Refuse a password that is too short, too long or among the first guesses."""
        try:
            check_password(
                field.data or "", email=self.asked_email(), name=self.asked_display_name()
            )
        except WeakPasswordError as error:
            raise ValidationError(str(error)) from error

    def asked_email(self) -> str:
        """Give the address of the person whose password this will be."""
        return self.owner_email

    def asked_display_name(self) -> str:
        """Give the name of the person whose password this will be."""
        return self.owner_name


class NewAccountForm(NewPasswordForm):
    """Ask who a new person is, and for a password."""

    display_name = StringField(
        lazy("Your name"), [DataRequired(NEEDS_NAME), Length(max=120)], filters=[one_line]
    )
    email = EmailField(lazy("Email"), [DataRequired(NEEDS_EMAIL), known_email], filters=[stripped])
    password = PasswordField(
        lazy("Password"), [DataRequired(NEEDS_PASSWORD)], description=PASSWORD_HINT
    )

    def asked_email(self) -> str:
        """Give the address as typed in this form."""
        return self.email.data or ""

    def asked_display_name(self) -> str:
        """Give the name as typed in this form."""
        return self.display_name.data or ""


class NameForm(Form):
    """Change a display name."""

    display_name = StringField(
        lazy("Your name"), [DataRequired(NEEDS_NAME), Length(max=120)], filters=[one_line]
    )


class ChangePasswordForm(NewPasswordForm):
    """Change a password by the present one."""

    present = PasswordField(
        lazy("Present password"),
        [DataRequired(lazy("Type your present password.")), Length(max=LONGEST)],
    )
    again = PasswordField(
        lazy("New password again"),
        [
            DataRequired(lazy("Type the new password again.")),
            EqualTo("password", lazy("This is not the same as the new password.")),
        ],
    )
