"""Hide who published a paragraph: masks over its own mentions, and offsets through them.

Everything on the page, in its form and in what it is answered with counts in the masked text;
what is stored counts in the original.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any, Protocol

from sqlalchemy import Select, bindparam, or_, select

from workbench.annotations.first_answers import FirstAnswers
from workbench.annotations.history_queries import HistoryRow, excerpt
from workbench.annotations.queries import AnnotationRow, SpanRow
from workbench.annotations.submission import DecidedSpan, MarkedSpan, Submission
from workbench.annotations.suggestions import Suggestions
from workbench.annotations.tables import ARTICLE, PARAGRAPH
from workbench.articles.first_guesses import FirstGuess, Grounds
from workbench.articles.queries import ArticleFacts, ParagraphRow, ParagraphView
from workbench.articles.told_sources import source_of_each
from workbench.database import connection
from workbench.text.masking import MASK, MaskedText, masked_text
from workbench.text.self_mentions import Source

HIDDEN = "hidden"
NOBODY = Source()


class Outlet(Protocol):
    """Be an assignment, as far as it says what its page tells of the outlet."""

    @property
    def paragraph_id(self) -> int: ...
    @property
    def outlet_arm(self) -> str: ...


@dataclass(frozen=True)
class Screen:
    """Stand between what is stored of a paragraph and what its page shows.

    Without a `masked` text nothing is hidden, and everything comes through as it is.
    """

    masked: MaskedText | None = None
    source: Source = NOBODY

    def text(self, original: str) -> str:
        """Give the text that the page shows."""
        return original if self.masked is None else self.masked.text

    def around(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Hide the source in other texts of the article."""
        if self.masked is None:
            return tuple(texts)
        return tuple(masked_text(text, self.source).text for text in texts)

    def paragraph(self, found: ParagraphView) -> ParagraphView:
        """Hide the source in a paragraph, its neighbours, its headline and its facts."""
        if self.masked is None:
            return found
        return replace(
            found,
            text=self.masked.text,
            article=self._facts(found.article),
            previous=self._row(found.previous),
            next=self._row(found.next),
        )

    def suggestions(self, found: Suggestions) -> Suggestions:
        """Move suggested words to where they stand on the page; those beneath a mask go."""
        if self.masked is None:
            return found
        words, beneath = [], set()
        for word in found.words:
            if any(word.start < end and start < word.end for start, end in self.masked.hidden):
                beneath.add(word.text)
                continue
            start, end = self.masked.shown(word.start, word.end)
            words.append(word._replace(start=start, end=end))
        guesses = {
            name: replace(guess, give_grounds=partial(self._grounds, guess, beneath))
            for name, guess in found.guesses.items()
        }
        return replace(found, words=tuple(words), guesses=guesses)

    def annotation(self, stored: AnnotationRow | None) -> AnnotationRow | None:
        """Move stored spans to where they stand on the page."""
        if self.masked is None or stored is None:
            return stored
        return replace(stored, spans=tuple(_shown(span, self.masked) for span in stored.spans))

    def first(self, stored: FirstAnswers | None) -> FirstAnswers | None:
        """Move the spans of a first answer to where they stand on the page."""
        if self.masked is None or stored is None:
            return stored
        return replace(stored, spans=tuple(_shown(span, self.masked) for span in stored.spans))

    def submission(self, sent: Submission) -> Submission:
        """Let marked spans that cut a mask cover all of it, as what it stands for is whole."""
        if self.masked is None:
            return sent
        return replace(sent, added=tuple(_whole(span, self.masked) for span in sent.added))

    def stored(self, spans: tuple[DecidedSpan, ...]) -> tuple[DecidedSpan, ...]:
        """Move spans from the page to where they stand in the original."""
        if self.masked is None:
            return spans
        return tuple(_beneath(span, self.masked) for span in spans)

    def _facts(self, article: ArticleFacts) -> ArticleFacts:
        headline = masked_text(article.headline, self.source).text
        return replace(article, headline=headline, outlet="", byline="", url="", source_line="")

    def _row(self, row: ParagraphRow | None) -> ParagraphRow | None:
        return None if row is None else replace(row, text=masked_text(row.text, self.source).text)

    def _grounds(self, guess: FirstGuess, beneath: set[str]) -> Grounds:
        return Grounds(
            self._said(guess.because, beneath),
            tuple(self._said(reason, beneath) for reason in guess.reasons),
        )

    def _said(self, sentence: str, beneath: set[str]) -> str:
        for text in beneath:
            sentence = sentence.replace(text, MASK)
        return masked_text(sentence, self.source).text


OPEN = Screen()


def screen_of(assignment: Outlet) -> Screen:
    """Make what stands between an assignment's paragraph and its page."""
    if assignment.outlet_arm != HIDDEN:
        return OPEN
    return _screens([assignment.paragraph_id]).get(assignment.paragraph_id, OPEN)


def screen(text: str, source: Source) -> Screen:
    """Hide a source in a text of it."""
    return Screen(masked_text(text, source), source)


def hide_in_history(rows: Sequence[HistoryRow]) -> list[HistoryRow]:
    """Hide the source in what was annotated without it."""
    hidden = [row.paragraph_id for row in rows if row.outlet_arm == HIDDEN]
    if not hidden:
        return list(rows)
    screens = _screens(hidden)
    return [
        _hidden_row(row, screens[row.paragraph_id]) if row.outlet_arm == HIDDEN else row
        for row in rows
    ]


def _screens(paragraph_ids: Sequence[int]) -> dict[int, Screen]:
    """Make what stands before each paragraph; the whole article tells whose a surname is."""
    rows = connection().execute(_with_sources(), {"paragraph_ids": list(paragraph_ids)}).all()
    sources = source_of_each(rows)
    return {row.id: screen(row.text, sources[row.article_id]) for row in rows if row.is_wanted}


def _hidden_row(row: HistoryRow, before: Screen) -> HistoryRow:
    return replace(
        row,
        annotation=before.annotation(row.annotation) or row.annotation,
        headline=masked_text(row.headline, before.source).text,
        excerpt=excerpt(before.text(row.excerpt)),
    )


def _shown(span: SpanRow, masked: MaskedText) -> SpanRow:
    start, end = masked.shown(span.start, span.end)
    return replace(span, start=start, end=end, text=masked.text[start:end])


def _whole(span: MarkedSpan, masked: MaskedText) -> MarkedSpan:
    if masked.text[span.start : span.end] != span.text:
        # The check that comes after refuses it in its own words.
        return span
    start, end = masked.shown(*masked.beneath(span.start, span.end))
    return replace(span, start=start, end=end, text=masked.text[start:end])


def _beneath(span: DecidedSpan, masked: MaskedText) -> DecidedSpan:
    start, end = masked.beneath(span.start, span.end)
    return replace(span, start=start, end=end, text=masked.original[start:end])


@cache
def _with_sources() -> Select[Any]:
    """Select wanted paragraphs, and where the byline names somebody, the others of the article."""
    wanted = PARAGRAPH.c.id.in_(bindparam("paragraph_ids", expanding=True))
    articles = select(PARAGRAPH.c.article_id).where(wanted)
    return (
        select(
            PARAGRAPH.c.id,
            PARAGRAPH.c.text,
            PARAGRAPH.c.article_id,
            wanted.label("is_wanted"),
            ARTICLE.c.headline,
            ARTICLE.c.outlet,
            ARTICLE.c.byline,
            ARTICLE.c.url,
        )
        .join_from(PARAGRAPH, ARTICLE, ARTICLE.c.id == PARAGRAPH.c.article_id)
        .where(PARAGRAPH.c.article_id.in_(articles), or_(wanted, ARTICLE.c.byline != ""))
    )
