"""Which articles get suggestions, and the sentence that says why another one gets none."""

from workbench.words import gettext, marked

SCORED_LANGUAGE = "en"
"""VADER and the lexicon read English."""

# The English names of the languages that the text package can tell apart.
LANGUAGES = {
    "am": marked("Amharic"),
    "ar": marked("Arabic"),
    "be": marked("Belarusian"),
    "bg": marked("Bulgarian"),
    "bn": marked("Bengali"),
    "ca": marked("Catalan"),
    "cs": marked("Czech"),
    "da": marked("Danish"),
    "de": marked("German"),
    "el": marked("Greek"),
    "en": marked("English"),
    "es": marked("Spanish"),
    "et": marked("Estonian"),
    "fa": marked("Persian"),
    "fi": marked("Finnish"),
    "fr": marked("French"),
    "gu": marked("Gujarati"),
    "he": marked("Hebrew"),
    "hi": marked("Hindi"),
    "hr": marked("Croatian"),
    "hu": marked("Hungarian"),
    "hy": marked("Armenian"),
    "id": marked("Indonesian"),
    "it": marked("Italian"),
    "ja": marked("Japanese"),
    "ka": marked("Georgian"),
    "km": marked("Khmer"),
    "kn": marked("Kannada"),
    "ko": marked("Korean"),
    "lo": marked("Lao"),
    "lt": marked("Lithuanian"),
    "lv": marked("Latvian"),
    "mk": marked("Macedonian"),
    "ml": marked("Malayalam"),
    "my": marked("Burmese"),
    "nl": marked("Dutch"),
    "no": marked("Norwegian"),
    "pa": marked("Punjabi"),
    "pl": marked("Polish"),
    "ps": marked("Pashto"),
    "pt": marked("Portuguese"),
    "ro": marked("Romanian"),
    "ru": marked("Russian"),
    "si": marked("Sinhala"),
    "sk": marked("Slovak"),
    "sl": marked("Slovenian"),
    "sr": marked("Serbian"),
    "sv": marked("Swedish"),
    "ta": marked("Tamil"),
    "te": marked("Telugu"),
    "th": marked("Thai"),
    "tr": marked("Turkish"),
    "uk": marked("Ukrainian"),
    "ur": marked("Urdu"),
    "vi": marked("Vietnamese"),
    "zh": marked("Chinese"),
}


def gets_suggestions(language: str) -> bool:
    """Tell whether articles in this language are pre-scored.

    An undecided language ("") is not: an English sentence or two are enough to be recognised,
    and numbers computed from words in another language would look like any others.
    """
    return language == SCORED_LANGUAGE


def language_name(language: str) -> str:
    """Name a language; a code without a name stands for itself.

    >>> language_name("de"), language_name("")
    ('German', 'not recognised')
    """
    if not language:
        return gettext("not recognised")
    name = LANGUAGES.get(language)
    return gettext(name) if name else f"“{language}”"


def reason_without_suggestions(language: str) -> str:
    """Say why an article in this language gets no suggestions, or "" if it gets them."""
    if gets_suggestions(language):
        return ""
    if not language:
        return gettext(
            "The language of this article was not recognised; suggestions are made for English "
            "only."
        )
    return gettext(
        "This article is in %(language)s; suggestions are made for English only.",
        language=language_name(language),
    )
