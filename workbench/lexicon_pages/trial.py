"""Try a lexicon on a sample of a project's paragraphs, beside the one in force."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from sqlalchemy import select

from workbench.articles.models import Article, Paragraph
from workbench.articles.suggestions import SCORED_LANGUAGE
from workbench.database import db
from workbench.scoring.lexicon import Lexicon
from workbench.scoring.loaded_words import LoadedWord, find_loaded_words

SIZES = (100, 300, 1_000)
SHOWN = 30
TERMS_SHOWN = 20
STAYS, CHANGES, APPEARS, DISAPPEARS = "stays", "changes", "appears", "disappears"


@dataclass(frozen=True)
class SampledText:
    """Hold a paragraph of the sample; `paragraph_position` counts from 0."""

    paragraph_id: int
    paragraph_position: int
    text: str
    article_id: int
    headline: str


@dataclass(frozen=True)
class Piece:
    """Hold a piece of a paragraph; `state` is "" where no lexicon marks it."""

    text: str
    state: str
    category: str


@dataclass(frozen=True)
class TriedParagraph:
    """Hold a paragraph in which something becomes otherwise."""

    sampled: SampledText
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class TermEffect:
    """Count the marks of one term that appear and disappear."""

    term: str
    appearing: int
    disappearing: int


@dataclass(frozen=True)
class Trial:
    """Hold what a lexicon would do; `touched` paragraphs of `n_paragraphs` become otherwise."""

    n_paragraphs: int
    n_in_all: int
    n_before: int
    appearing: int
    disappearing: int
    changing: int
    touched: int
    shown: tuple[TriedParagraph, ...]
    terms: tuple[TermEffect, ...]


def sampled_texts(project_id: int, size: int) -> tuple[int, tuple[SampledText, ...]]:
    """Draw English paragraphs of a project, and count all there are.

    The seed is the project's number: who looks again after a change sees the same paragraphs.
    """
    ids = db.session.scalars(
        select(Paragraph.id)
        .join(Paragraph.article)
        .where(Article.project_id == project_id, Article.language == SCORED_LANGUAGE)
        .order_by(Paragraph.id)
    ).all()
    drawn = Random(project_id).sample(ids, min(size, len(ids)))  # noqa: S311  (nothing secret)
    rows = db.session.execute(
        select(Paragraph.id, Paragraph.position, Paragraph.text, Article.id, Article.headline)
        .join(Paragraph.article)
        .where(Paragraph.id.in_(drawn))
        .order_by(Paragraph.id)
    )
    return len(ids), tuple(SampledText(*row) for row in rows)


def try_lexicon(
    before: Lexicon, after: Lexicon, sampled: Sequence[SampledText], *, n_in_all: int
) -> Trial:
    """Find the loaded words of a sample with both lexicons, and tell what is otherwise."""
    states: Counter[str] = Counter()
    appearing: Counter[str] = Counter()
    disappearing: Counter[str] = Counter()
    touched: list[TriedParagraph] = []
    for one in sampled:
        old, new = _found(one.text, before), _found(one.text, after)
        found = {place: _state(old.get(place), new.get(place)) for place in old.keys() | new.keys()}
        states.update(found.values())
        appearing.update(new[place].term for place in found if found[place] == APPEARS)
        disappearing.update(old[place].term for place in found if found[place] == DISAPPEARS)
        if set(found.values()) - {STAYS}:
            marks = {
                place: (found[place], (new.get(place) or old[place]).category) for place in found
            }
            touched.append(TriedParagraph(one, _pieces(one.text, marks)))
    return Trial(
        n_paragraphs=len(sampled),
        n_in_all=n_in_all,
        n_before=states[STAYS] + states[CHANGES] + states[DISAPPEARS],
        appearing=states[APPEARS],
        disappearing=states[DISAPPEARS],
        changing=states[CHANGES],
        touched=len(touched),
        shown=tuple(touched[:SHOWN]),
        terms=_effects(appearing, disappearing),
    )


def _found(text: str, lexicon: Lexicon) -> dict[tuple[int, int], LoadedWord]:
    return {(word.start, word.end): word for word in find_loaded_words(text, lexicon)}


def _state(old: LoadedWord | None, new: LoadedWord | None) -> str:
    if old is None:
        return APPEARS
    if new is None:
        return DISAPPEARS
    is_same = (old.category, old.strength, old.polarity) == (
        new.category,
        new.strength,
        new.polarity,
    )
    return STAYS if is_same else CHANGES


def _pieces(text: str, marks: dict[tuple[int, int], tuple[str, str]]) -> tuple[Piece, ...]:
    """Cut a text at the marks; where an old and a new one overlap the new one is drawn whole."""
    pieces: list[Piece] = []
    at = 0
    for (start, end), (state, category) in sorted(_drawn(marks)):
        pieces.append(Piece(text[at:start], "", ""))
        pieces.append(Piece(text[start:end], state, category))
        at = end
    pieces.append(Piece(text[at:], "", ""))
    return tuple(piece for piece in pieces if piece.text)


def _drawn(
    marks: dict[tuple[int, int], tuple[str, str]],
) -> Iterable[tuple[tuple[int, int], tuple[str, str]]]:
    kept = [place for place, (state, _) in marks.items() if state != DISAPPEARS]
    for (start, end), (state, category) in marks.items():
        parts = [(start, end)]
        if state == DISAPPEARS:
            for other_start, other_end in kept:
                parts = [
                    piece
                    for low, high in parts
                    for piece in ((low, min(high, other_start)), (max(low, other_end), high))
                    if piece[0] < piece[1]
                ]
        yield from ((part, (state, category)) for part in parts)


def _effects(appearing: Counter[str], disappearing: Counter[str]) -> tuple[TermEffect, ...]:
    effects = (
        TermEffect(term, appearing[term], disappearing[term])
        for term in appearing.keys() | disappearing.keys()
    )
    most = sorted(effects, key=lambda one: (-one.appearing - one.disappearing, one.term))
    return tuple(most[:TERMS_SHOWN])
