"""The form of a study's design, with a choice for each question that has suggestions."""

from typing import Any

from wtforms import Field, HiddenField, IntegerField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # Stubs are old.
from wtforms.validators import InputRequired, NumberRange

from workbench.codebook.codebook import Codebook, Question
from workbench.occasions import MOST_BETWEEN, MOST_GOLD, MOST_REPEATS
from workbench.projects.designs import Design
from workbench.queue_order import LEAST_RANDOM, QueueOrder
from workbench.web.forms import Form, sent_number
from workbench.words import lazy, lazy_pgettext, within

CHOOSE = lazy("Choose one.")
SHOWN = [
    SelectChoice("first", lazy("fills the answer in")),
    SelectChoice("after", lazy("is shown after a first answer without it")),
    SelectChoice("never", lazy("is never shown")),
]
WORDS_SHOWN = [
    SelectChoice("first", lazy("are marked on the page")),
    SelectChoice("after", lazy("are shown after a first answer without them")),
    SelectChoice("never", lazy("are never shown")),
]
CONTEXTS = [
    SelectChoice("paragraph", lazy("the paragraph alone")),
    SelectChoice("neighbours", lazy("the one before and the one after")),
    SelectChoice("article", lazy("the whole article")),
]
OUTLETS = [
    SelectChoice("unnamed", lazy("not printed above the text")),
    SelectChoice("hidden", lazy("hidden in the text, too")),
    SelectChoice("shown", lazy_pgettext("the outlet", "shown")),
    SelectChoice("lot", lazy("hidden or shown by lot")),
]

ORDERS = [
    SelectChoice(QueueOrder.ARTICLES.value, lazy("as the articles were imported")),
    SelectChoice(
        QueueOrder.UNSURE_ARTICLES.value,
        lazy("the articles that the model is least sure of first, each read through"),
    ),
    SelectChoice(
        QueueOrder.UNSURE_PARAGRAPHS.value,
        lazy("the single paragraphs that the model is least sure of first"),
    ),
]


class DesignForm(Form):
    """Choose what annotators see; `form_for` adds a field for each suggested question."""

    questions: tuple[Question, ...] = ()

    blind_percent = IntegerField(
        lazy("Blind paragraphs, in percent"),
        [
            InputRequired(lazy("Say how many, as a whole number.")),
            NumberRange(0, 100, lazy("Use a whole number from 0 to 100.")),
        ],
        description=lazy(
            "Drawn by lot for each annotator and paragraph. A blind page holds no trace of "
            "a suggestion, so that labels with and without one can be compared. At 0 the machine’s "
            "influence cannot be measured; at 50 both halves are equally large."
        ),
    )
    shows_words = RadioField(
        lazy("Suggested loaded words"),
        [InputRequired(CHOOSE)],
        choices=WORDS_SHOWN,
        description=lazy(
            "Where they are never shown, people mark all words by themselves. After a "
            "first answer, the paragraph comes again with the suggestions beside the person’s own "
            "answers, to keep or to change; both are stored. On blind paragraphs nothing is ever "
            "shown."
        ),
    )
    context = RadioField(
        lazy("Text around the paragraph"),
        [InputRequired(CHOOSE)],
        choices=CONTEXTS,
        description=lazy(
            "More context makes a wording easier to judge and takes longer to read. It is "
            "stored with each annotation."
        ),
    )
    outlet = RadioField(
        lazy("Outlet and author"),
        [InputRequired(CHOOSE)],
        choices=OUTLETS,
        description=lazy(
            "A brand’s name alone can make a neutral text look biased. Where they are "
            "hidden, a text’s mentions of its own outlet, site and author stand behind masks of "
            "one length, also in the headline and on the article’s page; leads and adjudicators "
            "see all. Names are found by their spelling: nicknames, other abbreviations, an "
            "author’s surname that the article gives to somebody else, and small letters that may "
            "be ordinary words (“the sun”, “in the post”) stay readable."
        ),
    )
    hidden_percent = IntegerField(
        lazy("Hidden outlets, in percent"),
        [
            InputRequired(lazy("Say how many, as a whole number.")),
            NumberRange(0, 100, lazy("Use a whole number from 0 to 100.")),
        ],
        description=lazy(
            "Used by lot only: the share of paragraphs on which the outlet is hidden."
        ),
    )
    repeat_percent = IntegerField(
        lazy("Hidden repeats, in percent"),
        [
            InputRequired(lazy("Say how many, as a whole number; 0 for none.")),
            NumberRange(0, MOST_REPEATS, lazy("Use a whole number from 0 to 50.")),
        ],
        description=lazy(
            "So many of the paragraphs that a person has submitted come back to them, chosen by "
            "lot and looking like all others: how far people agree with themselves bounds how far "
            "they can agree with others. 5 is usual. Say in the guidelines that some paragraphs "
            "may come twice, not which."
        ),
    )
    repeat_after = IntegerField(
        lazy("Paragraphs between a paragraph and its repeat, at least"),
        [
            InputRequired(lazy("Say how many, as a whole number.")),
            NumberRange(1, MOST_BETWEEN, lazy("Use a whole number from 1 to 1,000.")),
        ],
        description=lazy(
            "The more lie between, the less is a repeat answered from memory. Who has not so many "
            "paragraphs gets no repeats."
        ),
    )
    named_percent = IntegerField(
        lazy("Second pass with the outlet shown, in percent"),
        [
            InputRequired(lazy("Say how many, as a whole number; 0 for no second pass.")),
            NumberRange(0, 100, lazy("Use a whole number from 0 to 100.")),
        ],
        description=lazy(
            "So many of the paragraphs that a person answered with the outlet hidden are asked "
            "again with the outlet shown, once nothing else is open to them. Their page says so. "
            "The first answers stay as they are; exported files tell the two apart."
        ),
    )
    queue_order = RadioField(
        lazy("Order of the queue"),
        [InputRequired(CHOOSE)],
        choices=ORDERS,
        description=lazy(
            "A model learns most from what it is least sure of. Needs a learned model in use; "
            "until there is one, articles come as they were imported. By article, people read a "
            "whole text and a model’s doubt is averaged over it; by paragraph, the more telling "
            "ones come sooner, and each page is another text."
        ),
    )
    random_percent = IntegerField(
        lazy("Random share, in percent"),
        [
            InputRequired(lazy("Say how many, as a whole number.")),
            NumberRange(LEAST_RANDOM, 100, lazy("Use a whole number from 5 to 100.")),
        ],
        description=lazy(
            "Used by certainty only: so many articles or paragraphs are given out by lot instead, "
            "spread evenly among the others. How often a label is given, and how far people agree, "
            "can be said of the whole study from these alone: the others were chosen because they "
            "are hard. Once paragraphs were given out, the share can be made smaller, not larger."
        ),
    )
    gold_percent = IntegerField(
        lazy("Hidden gold, in percent"),
        [
            InputRequired(lazy("Say how many, as a whole number; 0 for none.")),
            NumberRange(0, MOST_GOLD, lazy("Use a whole number from 0 to 50.")),
        ],
        description=lazy(
            "For each hundred other paragraphs a person is given so many that the leads marked as "
            "hidden gold, drawn by lot and looking like all others, until there are none left. At "
            "0 nobody is given any. Say in the guidelines that some paragraphs are checked, not "
            "which."
        ),
    )
    pass_percent = IntegerField(
        lazy("Pass mark of the training, in percent"),
        [
            InputRequired(lazy("Say how many, as a whole number; 0 for no pass mark.")),
            NumberRange(0, 100, lazy("Use a whole number from 0 to 100.")),
        ],
        description=lazy(
            "Who has answered fewer of the training items as expected waits after them until a "
            "lead lets them go on. Who has begun the ordinary paragraphs is never held back."
        ),
    )
    seen = HiddenField()

    def shows_field(self, question: str) -> Field:
        """Give the choice for a question."""
        found: Field = self[f"shows_{question}"]
        return found

    @property
    def seen_number(self) -> int:
        """Give the number of the version the form was opened with; 0 for what is no number."""
        return sent_number(self.seen.data)

    @property
    def design(self) -> Design:
        """Give what was chosen, once the form is valid."""
        return Design(
            blind_percent=self.blind_percent.data or 0,
            shows={
                question.name: chosen
                for question in self.questions
                if (chosen := self.shows_field(question.name).data) != "first"
            },
            shows_words=self.shows_words.data,
            context=self.context.data,
            outlet=self.outlet.data,
            hidden_percent=self.hidden_percent.data or 0,
            repeat_percent=self.repeat_percent.data or 0,
            repeat_after=self.repeat_after.data or Design.repeat_after,
            named_percent=self.named_percent.data or 0,
            queue_order=self.queue_order.data,
            random_percent=self.random_percent.data or Design.random_percent,
            gold_percent=self.gold_percent.data or 0,
            pass_percent=self.pass_percent.data or 0,
        )


def design_form(codebook: Codebook, design: Design, *, seen: int) -> DesignForm:
    """Make the form of a project, filled with a design."""
    questions = tuple(question for question in codebook.questions if question.suggested_by)
    attributes: dict[str, Any] = {"questions": questions}
    values: dict[str, Any] = {
        "blind_percent": design.blind_percent,
        "shows_words": design.shows_words,
        "context": design.context,
        "outlet": design.outlet,
        "hidden_percent": design.hidden_percent,
        "repeat_percent": design.repeat_percent,
        "repeat_after": design.repeat_after,
        "named_percent": design.named_percent,
        "queue_order": design.queue_order,
        "random_percent": design.random_percent,
        "gold_percent": design.gold_percent,
        "pass_percent": design.pass_percent,
        "seen": str(seen),
    }
    for question in questions:
        name = f"shows_{question.name}"
        attributes[name] = RadioField(
            lazy("Suggestion for %(question)s", question=within(question.title)),
            [InputRequired(CHOOSE)],
            choices=SHOWN,
        )
        values[name] = design.shows.get(question.name, "first")
    form: DesignForm = type("ProjectDesignForm", (DesignForm,), attributes)(data=values)
    return form
