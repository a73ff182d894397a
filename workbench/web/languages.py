"""In which language a request reads, and the words of that language."""

import io
from collections.abc import Callable, Mapping
from functools import cache, lru_cache, wraps
from gettext import NullTranslations
from typing import Any, ParamSpec, TypeVar

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask, current_app, g, has_request_context, request
from flask_babel import Babel
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from werkzeug.wrappers import Response

from workbench import words
from workbench.config import PACKAGE
from workbench.said_later import said
from workbench.web.settings import settings
from workbench.words import ENGLISH, Language

P = ParamSpec("P")
Made = TypeVar("Made")

# Each by its own name: whoever looks for it does not read the other.
LANGUAGES: Mapping[str, str] = {"en": "English", "de": "Deutsch"}
COOKIE, KEEP_SECONDS = "language", 365 * 24 * 60 * 60
_CHOICE = "language choice"
_SPOKEN = "spoken_language"
# Messages that a process keeps as they stand in pages, in all languages together.
FIXED_KEPT = 8_000


def speak_languages(app: Flask, *, chosen_by_person: Callable[[], str | None]) -> None:
    """Let pages speak the language of whoever asks for them."""
    app.extensions[_CHOICE] = chosen_by_person
    Babel(app, configure_jinja=False, locale_selector=chosen_language)
    words.listen_to(language_of_request)
    environment = app.jinja_env
    environment.add_extension("jinja2.ext.i18n")
    environment.policies["ext.i18n.trimmed"] = True
    environment.newstyle_gettext = True  # type: ignore[attr-defined]  # Its extension reads it.
    environment.globals.update(
        {"_": _gettext, "gettext": _gettext, "ngettext": _ngettext, "pgettext": _pgettext},
        language=lambda: words.language().code,
        languages=LANGUAGES,
    )
    filters = (words.number, words.percent, words.day, words.moment, words.within, said)
    environment.filters.update({each.__name__: _for_each_reader(each) for each in filters})


def _for_each_reader(filled: Callable[..., str]) -> Callable[..., str]:
    """Keep Jinja from filling a constant once, in the language of the first reader."""

    @pass_context
    def fill(_context: Context, *given: Any, **named: Any) -> str:
        return filled(*given, **named)

    return fill


def chosen_language() -> str:
    """Give the language of the account, else that of the browser's last choice, else its own."""
    # What failed may be the database: the page that says so must not ask who is signed in.
    choice = None if g.get("failed") else current_app.extensions[_CHOICE]()
    choice = choice or request.cookies.get(COOKIE)
    if choice in LANGUAGES:
        return str(choice)
    # Best first. German of Austria is German to a reader, whom a plain "en" further down is not.
    asked = (str(name).partition("-")[0] for name in request.accept_languages.values())
    return next((name for name in asked if name in LANGUAGES), ENGLISH.code)


def language_of_request() -> Language:
    """Give the language of this request; outside of any, English."""
    try:
        # Every word of a page asks for it, and `g` itself would look for its object each time.
        here = g._get_current_object()
    except RuntimeError:
        return ENGLISH
    spoken: Language | None = getattr(here, _SPOKEN, None)
    if spoken is not None:
        return spoken
    if not has_request_context():
        return ENGLISH
    spoken = language_named(chosen_language())
    setattr(here, _SPOKEN, spoken)
    return spoken


def speaks_once(view: Callable[P, Made]) -> Callable[P, Made]:
    """Let a view that says much find its language once; it lets nobody else in meanwhile."""

    @wraps(view)
    def said_by(*arguments: P.args, **options: P.kwargs) -> Made:
        with words.speaking(words.language()):
            return view(*arguments, **options)

    return said_by


def speak_anew() -> None:
    """Choose the language of this request again, for whoever it comes from now."""
    g.pop(_SPOKEN, None)


@cache
def language_named(code: str) -> Language:
    """Read a language from its catalogue and from what Babel knows of how it writes numbers."""
    if code == ENGLISH.code:
        return ENGLISH
    locale = Locale.parse(code)
    symbols = locale.number_symbols["latn"]
    return Language(
        code=code,
        decimal_mark=symbols["decimal"],
        group_mark=symbols["group"],
        percent_sign=locale.percent_formats[None].suffix[0],
        months=tuple(locale.months["format"]["abbreviated"][month] for month in range(1, 13)),
        translations=_catalogue(code),
    )


def keep_choice(response: Response, code: str) -> None:
    """Keep a choice of language in this browser; "" forgets it."""
    # Where the session's cookie goes, this one goes, too.
    path = current_app.config["SESSION_COOKIE_PATH"]
    if code not in LANGUAGES:
        response.delete_cookie(COOKIE, path=path)
        return
    response.set_cookie(
        COOKIE,
        code,
        max_age=KEEP_SECONDS,
        path=path,
        httponly=True,
        samesite="Lax",
        secure=settings().is_https,
    )


def _catalogue(code: str) -> NullTranslations:
    # The text that translators write is the only one there is: nothing to compile can be out of
    # date. It is read once in the life of a process, by the first request in its language.
    path = PACKAGE / "translations" / code / "LC_MESSAGES" / "messages.po"
    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=code))
    compiled.seek(0)
    return Translations(compiled)


# In templates, what is put into a message is escaped, and the message itself may hold tags.


@pass_context
def _gettext(context: Context, message: str, /, **values: Any) -> str:
    said = words.language().translations
    if not values and context.eval_ctx.autoescape:
        # Most words of a page have nothing put into them, and are the same the next time.
        return _fixed(said, message)
    return _marked(context, said.gettext(message)) % values


@lru_cache(maxsize=FIXED_KEPT)
def _fixed(said: NullTranslations, message: str) -> Markup:
    return Markup(said.gettext(message)) % {}  # noqa: S704  (our own words)


@pass_context
def _ngettext(context: Context, one: str, many: str, count: int, /, **values: Any) -> str:
    values.setdefault("num", words.number(count))
    return _marked(context, words.language().translations.ngettext(one, many, count)) % values


@pass_context
def _pgettext(context: Context, sense: str, message: str, /, **values: Any) -> str:
    return _marked(context, words.language().translations.pgettext(sense, message)) % values


def _marked(context: Context, message: str) -> str:
    return Markup(message) if context.eval_ctx.autoescape else message  # noqa: S704  (our own words)
