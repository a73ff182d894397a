"""Which articles get suggestions, and the sentence that says why another one gets none."""

SCORED_LANGUAGE = "en"
"""VADER and the lexicon read English."""

# The English names of the languages that the text package can tell apart.
LANGUAGES = {
    "am": "Amharic",
    "ar": "Arabic",
    "be": "Belarusian",
    "bg": "Bulgarian",
    "bn": "Bengali",
    "ca": "Catalan",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "et": "Estonian",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "gu": "Gujarati",
    "he": "Hebrew",
    "hi": "Hindi",
    "hr": "Croatian",
    "hu": "Hungarian",
    "hy": "Armenian",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ka": "Georgian",
    "km": "Khmer",
    "kn": "Kannada",
    "ko": "Korean",
    "lo": "Lao",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "mk": "Macedonian",
    "ml": "Malayalam",
    "my": "Burmese",
    "nl": "Dutch",
    "no": "Norwegian",
    "pa": "Punjabi",
    "pl": "Polish",
    "ps": "Pashto",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "si": "Sinhala",
    "sk": "Slovak",
    "sl": "Slovenian",
    "sr": "Serbian",
    "sv": "Swedish",
    "ta": "Tamil",
    "te": "Telugu",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "vi": "Vietnamese",
    "zh": "Chinese",
}


def gets_suggestions(language: str) -> bool:
    """Tell whether articles in this language are pre-scored.

    An undecided language ("") is not: an English sentence or two are enough to be recognised,
    and numbers computed from words in another language would look like any others.
    """
    return language == SCORED_LANGUAGE


def language_name(language: str) -> str:
    """Name a language in English; a code without a name stands for itself.

    >>> language_name("de"), language_name("")
    ('German', 'not recognised')
    """
    if not language:
        return "not recognised"
    return LANGUAGES.get(language, f"“{language}”")


def reason_without_suggestions(language: str) -> str:
    """Say why an article in this language gets no suggestions, or "" if it gets them."""
    if gets_suggestions(language):
        return ""
    if not language:
        return (
            "The language of this article was not recognised; suggestions are made for English "
            "only."
        )
    return f"This article is in {language_name(language)}; suggestions are made for English only."
