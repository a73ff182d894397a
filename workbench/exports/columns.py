"""The columns of every file that leaves, declared once for the files, the page and the guide.

A column finds its value in a row under its own name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from workbench.said_later import later
from workbench.words import lazy_pgettext

Kind = Literal["text", "whole number", "number", "claim", "date", "time", "JSON"]

KINDS: Mapping[Kind, str] = {
    "text": lazy_pgettext("kind of column", "text"),
    "whole number": lazy_pgettext("kind of column", "whole number"),
    "number": lazy_pgettext("kind of column", "number"),
    "claim": lazy_pgettext("kind of column", "claim"),
    "date": lazy_pgettext("kind of column", "date"),
    "time": lazy_pgettext("kind of column", "time"),
    "JSON": "JSON",
}


@dataclass(frozen=True)
class Column:
    """Describe a column, in English for files and in any language for pages.

    Those with `is_identifying` leave only when a lead asks for them.
    """

    name: str
    kind: Kind
    description: str
    is_identifying: bool = False


PROJECT = (
    Column("project", "text", later("Name of the project.")),
    Column("demonstration", "claim", later("Whether the project's annotations were invented.")),
)
ARTICLE = (
    Column("article_id", "whole number", later("Number of the article in this installation.")),
    Column("headline", "text", later("Headline of the article.")),
    Column("outlet", "text", later("Who published it.")),
    Column("byline", "text", later("Who wrote it, as printed.")),
    Column("published_on", "date", later("Day of publication; empty where unknown.")),
    Column("url", "text", later("Where it was published; empty where unknown.")),
    Column("language", "text", later("Language as an ISO 639-1 code; empty where undecided.")),
)
PLACE = (
    Column("paragraph_id", "whole number", later("Number of the paragraph in this installation.")),
    Column("paragraph_position", "whole number", later("Place in the article, from 0.")),
    Column(
        "gold", "text", later("`training` or `hidden` where the paragraph is gold; else empty.")
    ),
)
PARAGRAPH_TEXT = (Column("paragraph_text", "text", later("The whole paragraph.")),)
ANNOTATOR = (
    Column("annotator", "text", later("Pseudonym, the same in every file of the project.")),
    Column("annotator_name", "text", later("Name of the annotator."), is_identifying=True),
    Column(
        "annotator_email", "text", later("Email address of the annotator."), is_identifying=True
    ),
)
REVISION = (
    Column("annotation_id", "whole number", later("Number of the submission.")),
    Column(
        "occasion",
        "text",
        later(
            "`first`; `repeat` where the paragraph came back hidden; `named` in a second pass with "
            "the outlet shown; `training`, where asked for."
        ),
    ),
    Column(
        "revision", "whole number", later("Counts a person's submissions on this occasion, from 1.")
    ),
    Column("is_current", "claim", later("Whether this is the newest of these revisions.")),
)
SUBMITTED = (
    Column("submitted_on", "date", later("Day of submission, in UTC.")),
    Column("submitted_at", "time", later("Moment of submission, in UTC."), is_identifying=True),
    Column(
        "codebook_version", "whole number", later("Codebook and guidelines that were in force.")
    ),
    Column("outcome", "text", later("`answered`, or `skipped` without any label.")),
    Column("is_flagged", "claim", later("Whether the annotator flagged the paragraph.")),
    Column("comment", "text", later("What the annotator wrote about it.")),
)
DRAWN = (
    Column(
        "arm", "text", later("`assisted`, or `blind` where the page showed no suggestion, by lot.")
    ),
    Column("outlet_arm", "text", later("The outlet on the page: `unnamed`, `hidden` or `shown`.")),
    Column("context", "text", later("Text around it: `paragraph`, `neighbours` or `article`.")),
    Column(
        "drawn_as",
        "text",
        later(
            "Why it was given when it was: `in_order` of the articles, `random` (by lot), or "
            "`least_sure` (the model's doubt)."
        ),
    ),
    Column(
        "design_version", "whole number", later("Study design it was drawn by; empty for none.")
    ),
    Column("blind_percent", "whole number", later("Share of blind paragraphs in that design.")),
    Column(
        "stratum",
        "text",
        later("The machine's label for the first suggested question at the draw, or empty."),
    ),
    Column(
        "drawn_before", "whole number", later("Draws of the annotator before, in this stratum.")
    ),
    Column(
        "shown_seconds", "number", later("How long the page was in sight; empty without a script.")
    ),
    Column(
        "active_seconds", "number", later("How long somebody was at work on it, pauses left out.")
    ),
    Column(
        "first_active_seconds", "number", later("The part of that before the reveal; else empty.")
    ),
)
ORIGIN = (
    Column(
        "label_import",
        "whole number",
        later("Import that brought it; empty for what was done here."),
    ),
)
PRESCORE = (
    Column("prescore_compound", "number", later("VADER compound, from -1 to 1.")),
    Column("prescore_positive", "number", later("VADER share of positive words, from 0 to 1.")),
    Column("prescore_neutral", "number", later("VADER share of neutral words, from 0 to 1.")),
    Column("prescore_negative", "number", later("VADER share of negative words, from 0 to 1.")),
    Column("prescore_sentiment", "text", later("Sentiment by the published VADER thresholds.")),
    Column("sentiment_version", "text", later("Version of the sentiment scorer.")),
    Column("lexicon_version", "text", later("Version of the lexicon of loaded words.")),
    Column("prescore_news_score", "number", later("VADER corrected for news, from -1 to 1.")),
    Column(
        "prescore_news_score_alone",
        "number",
        later("The same without the paragraphs around it; empty in older pre-scores."),
    ),
    Column("prescore_news_sentiment", "text", later("Sentiment by the news score.")),
    Column("news_version", "text", later("Version of the corrections for news.")),
    Column("prescore_bias_score", "number", later("Bias score, from 0 (a report) to 1.")),
    Column("prescore_bias", "text", later("`biased` or `not_biased` by the bias score.")),
    Column(
        "prescore_voice_score", "number", later("Voice score, from 0 (a report) to 1 (an opinion).")
    ),
    Column("prescore_voice", "text", later("`factual`, `mixed` or `opinion` by the voice score.")),
    Column("bias_version", "text", later("Version of the scores of bias and voice.")),
    Column("model_version", "text", later("Learned model that was in use; empty for none.")),
    Column("learned_bias_score", "number", later("The model's chance of bias, from 0 to 1.")),
    Column("learned_bias", "text", later("What the model says of bias; empty where it does not.")),
    Column("bias_certainty", "number", later("How certain it is of that, from 0 to 1.")),
    Column(
        "learned_voice", "text", later("What the model says of voice; empty where it does not.")
    ),
    Column("voice_certainty", "number", later("How certain it is of that, from 0 to 1.")),
    Column("learned_sentiment_score", "number", later("The model's sentiment, from -1 to 1.")),
    Column("learned_sentiment", "text", later("The side of neutral that it is on.")),
    Column(
        "sentiment_certainty", "number", later("How certain the model is of that, from 0 to 1.")
    ),
)
SUGGESTED_BY = tuple(
    column for column in PRESCORE if column.name in {"lexicon_version", "model_version"}
)
BIAS_REASONS = (
    Column(
        "prescore_bias_reasons",
        "JSON",
        later(
            "List of objects with `name`, `bias` and `voice`: what was found, and what it adds to "
            "each score in log-odds, the strongest first; empty without a score."
        ),
    ),
)
ANSWER = (
    Column("question", "text", later("Name of the question; empty in the one row of a skip.")),
    Column("level", "text", later("`nominal`, `ordinal`, `interval` or `ratio`.")),
    Column("label", "text", later("The label given.")),
    Column("suggestion", "text", later("The label suggested on the page; empty for none.")),
    Column(
        "withheld", "text", later("The machine's label that the page did not show; empty for none.")
    ),
    Column(
        "first_label", "text", later("The label given alone, before the reveal; empty for none.")
    ),
    Column(
        "suggested_when", "text", later("`first`, `after` a first answer; empty for no suggestion.")
    ),
    Column("expected_label", "text", later("The label that a lead expects; empty where none is.")),
)
SPANS_CELL = (
    Column(
        "spans",
        "JSON",
        later(
            "List of objects with `start`, `end`, `text`, `category`, `decision` and "
            "`suggested_category`, as in spans.csv."
        ),
    ),
    Column(
        "first_spans",
        "JSON",
        later(
            "List of the same objects, as marked alone before the reveal; empty without a first "
            "answer."
        ),
    ),
)
SPAN = (
    Column(
        "start", "whole number", later("First code point of the span in the paragraph, from 0.")
    ),
    Column("end", "whole number", later("The code point after its last one.")),
    Column("text", "text", later("What stands between them.")),
    Column("category", "text", later("Category given; of a rejected span the suggested one.")),
    Column("decision", "text", later("`kept`, `recategorised`, `rejected` or `added`.")),
    Column("suggested_category", "text", later("Category suggested; empty for an added span.")),
    Column("term", "text", later("Lexicon entry behind the suggestion; empty for none.")),
    Column("reason", "text", later("Why the lexicon calls it loaded; empty for none.")),
    Column(
        "in_quotation",
        "claim",
        later("Whether a suggested word is quoted; empty for an added one."),
    ),
    Column("certainty", "number", later("How certain a learned model was of it; empty for none.")),
    Column(
        "first_category", "text", later("Category given to it alone, before the reveal, or empty.")
    ),
)
EXTENT = (
    Column("paragraph_start", "whole number", later("First code point in the article's body.")),
    Column("paragraph_end", "whole number", later("The code point after its last one.")),
)
LOADED_WORDS = (
    Column(
        "loaded_words",
        "JSON",
        later(
            "List of objects with `start`, `end`, `text`, `term`, `category`, `polarity`, "
            "`strength`, `reason`, `in_quotation`, `is_attributed`, `is_negated` and `certainty`; "
            "empty without a pre-score."
        ),
    ),
)


EXPECTED = (
    Column(
        "expected_labels",
        "JSON",
        later(
            "List of objects with `question` and `label`: what a lead expects; empty if not gold."
        ),
    ),
    Column(
        "expected_words",
        "JSON",
        later(
            "List of objects with `start`, `end`, `text` and `category`; empty where words are "
            "not checked."
        ),
    ),
    Column("gold_note", "text", later("Why this is expected; empty if not gold.")),
)


def question_columns(question: str) -> tuple[Column, ...]:
    """Give the five columns that a question has in the wide layout."""
    return (
        Column(
            f"label_{question}",
            "text",
            later("The label given to `%(question)s`.", question=question),
        ),
        Column(
            f"suggestion_{question}", "text", later("The label suggested for it; empty for none.")
        ),
        Column(
            f"withheld_{question}", "text", later("The machine's label that was not shown for it.")
        ),
        Column(
            f"first_label_{question}", "text", later("The label given alone, before the reveal.")
        ),
        Column(f"expected_{question}", "text", later("The label that a lead expects, or empty.")),
    )
