"""What people agree to, and the questions that are offered to leads."""

from dataclasses import dataclass

CONSENT = (
    "Every answer is optional, and it makes no difference to your work in this study.",
    "Your answers are used for one thing: to compare how groups of annotators agree within and "
    "with each other. No page shows them by person, to nobody. A group is shown only once five "
    "people belong to it, with rounded numbers.",
    "In a small study, somebody who holds all labels and tries hard may still work out from such "
    "numbers who belongs to a group.",
    "You can change or withdraw your answers at any time, also after you have left the study. "
    "Withdrawing deletes them; backups made before keep them until they are deleted.",
)

EXPORT_CONSENT = (
    "Also put my answers into files for other researchers, under my pseudonym. The leads of this "
    "study can look up whose pseudonym it is."
)


@dataclass(frozen=True)
class OfferedQuestion:
    """Be a question that a lead can ask by one button."""

    name: str
    title: str
    options: tuple[str, ...]


OFFERED = (
    OfferedQuestion(
        "leaning",
        "Where do you place yourself politically?",
        ("left", "centre-left", "centre", "centre-right", "right"),
    ),
    OfferedQuestion(
        "news",
        "How often do you follow the news?",
        ("several times a day", "about once a day", "less often"),
    ),
    OfferedQuestion("age", "How old are you?", ("18 to 29", "30 to 44", "45 to 59", "60 or older")),
)


def consent_text() -> str:
    """Give the text as it is stored with a person's consent."""
    return "\n".join(CONSENT)
