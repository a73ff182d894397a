"""What people agree to, and the questions that are offered to leads."""

from collections.abc import Collection
from dataclasses import dataclass

from workbench.web.languages import LANGUAGES, language_named
from workbench.words import lazy, lazy_pgettext, speaking

CONSENT = (
    lazy("Every answer is optional, and it makes no difference to your work in this study."),
    lazy(
        "Your answers are used for one thing: to compare how groups of annotators agree within and "
        "with each other. No page shows them by person, to nobody. A group is shown only once five "
        "people belong to it, with rounded numbers."
    ),
    lazy(
        "In a small study, somebody who holds all labels and tries hard may still work out from "
        "such numbers who belongs to a group."
    ),
    lazy(
        "You can change or withdraw your answers at any time, also after you have left the study. "
        "Withdrawing deletes them; backups made before keep them until they are deleted."
    ),
)

EXPORT_CONSENT = lazy(
    "Also put my answers into files for other researchers, under my pseudonym. The leads of this "
    "study can look up whose pseudonym it is."
)


@dataclass(frozen=True)
class OfferedQuestion:
    """Be a question that a lead can ask by one button, in the language of the lead."""

    name: str
    title: str
    options: tuple[str, ...]


OFFERED = (
    OfferedQuestion(
        "leaning",
        lazy("Where do you place yourself politically?"),
        (
            lazy_pgettext("in politics", "left"),
            lazy_pgettext("in politics", "centre-left"),
            lazy_pgettext("in politics", "centre"),
            lazy_pgettext("in politics", "centre-right"),
            lazy_pgettext("in politics", "right"),
        ),
    ),
    OfferedQuestion(
        "news",
        lazy("How often do you follow the news?"),
        (lazy("several times a day"), lazy("about once a day"), lazy("less often")),
    ),
    OfferedQuestion(
        "age",
        lazy("How old are you?"),
        (lazy("18 to 29"), lazy("30 to 44"), lazy("45 to 59"), lazy("60 or older")),
    ),
)


def consent_text() -> str:
    """Give the text as it is stored with a person's consent: as the person read it."""
    return "\n".join(str(line) for line in CONSENT)


def still_offered(asked: Collection[str]) -> list[OfferedQuestion]:
    """List the questions whose titles are not asked yet, in whatever language that was."""
    known = set(asked)
    for code in LANGUAGES:
        with speaking(language_named(code)):
            known |= {one.name for one in OFFERED if str(one.title) in known}
    return [one for one in OFFERED if one.name not in known]
