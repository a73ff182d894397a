"""What languages are called, by their ISO 639-1 codes."""

from workbench.words import gettext, marked

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


def language_name(language: str) -> str:
    """Name a language; a code without a name stands for itself.

    >>> language_name("de"), language_name("")
    ('German', 'not recognised')
    """
    if not language:
        return gettext("not recognised")
    name = LANGUAGES.get(language)
    return gettext(name) if name else gettext("“%(quoted)s”", quoted=language)


def names_in_order() -> list[tuple[str, str]]:
    """Pair each language's code with its name, in the order of the reader's names."""
    named = ((code, language_name(code)) for code in LANGUAGES)
    return sorted(named, key=lambda pair: pair[1])
