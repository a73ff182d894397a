"""Gather a project's annotations into texts to learn from, one for each paragraph."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from workbench.codebook.codebook import Codebook
from workbench.evaluation.gold import VOICE_NAMES
from workbench.learning.labelled import WEIGHTS, Labelled
from workbench.model_pages import reading
from workbench.model_pages.consensus import (
    SHARED,
    heaviest,
    marked_by_half,
    mean_number,
    weight_together,
)
from workbench.model_pages.reading import FinalReading, GivenLabel, MarkedPiece, Reading, ReadText
from workbench.scoring.lexicon import Lexicon
from workbench.scoring.matching import folded

MOST_TEXTS = 2_000
"""So many paragraphs are learned from at most, so that a worker's memory is enough."""

UNAIDED, SHOWN, FINAL = (WEIGHTS[name] for name in ("blind", "assisted", "adjudicated"))
_FEELINGS = {"negative": -1.0, "neutral": 0.0, "positive": 1.0}
_BIAS = {"biased": True, "not_biased": False}


@dataclass(frozen=True)
class Gathered:
    """Hold texts, the paragraphs that they are, and what they were gathered from.

    `facts` counts what there was; `annotation_cut` is the newest annotation that was there;
    `word_categories` is as in `LearnedModel`.
    """

    texts: tuple[Labelled, ...]
    paragraph_ids: tuple[int, ...]
    facts: Mapping[str, Any]
    annotation_cut: int
    word_categories: Mapping[str, str]


@dataclass(frozen=True)
class _Readings:
    """Hold what all people said of one paragraph, each with the weight of what they saw."""

    answers: dict[str, list[tuple[str, float]]]
    marks: Sequence[tuple[Sequence[tuple[int, int]], float]]
    final: FinalReading | None


def gather(project_id: int, codebook: Codebook, lexicon: Lexicon) -> Gathered:
    """Gather what there is to learn from; of many paragraphs, for each part those that weigh most.

    An answer counts less where the page came with a suggestion, since it echoes the machine.
    Several answers on a paragraph weigh together; what adjudication decided stands for them.
    """
    served = reading.served_questions(codebook)
    found = reading.readings(project_id)
    answers = reading.answers_by_annotation(project_id, served.values())
    pieces = reading.pieces_by_annotation(project_id)
    finals = reading.final_readings(project_id)
    by_paragraph: defaultdict[int, list[Reading]] = defaultdict(list)
    for each in found:
        by_paragraph[each.paragraph_id].append(each)
    texts = reading.texts_of(by_paragraph)
    labelled = {
        paragraph_id: _labelled(
            texts[paragraph_id],
            _together(people, answers, pieces, finals.get(paragraph_id)),
            served,
        )
        for paragraph_id, people in by_paragraph.items()
    }
    usable = {key: text for key, text in labelled.items() if text.weight > 0}
    chosen = _chosen(usable)
    return Gathered(
        texts=tuple(usable[key] for key in chosen),
        paragraph_ids=tuple(chosen),
        facts=_facts(found, answers, finals, chosen, left_out=len(usable) - len(chosen)),
        annotation_cut=max((each.annotation_id for each in found), default=0),
        word_categories=_categories(pieces, finals, codebook, lexicon),
    )


def _chosen(usable: Mapping[int, Labelled]) -> list[int]:
    """Choose the paragraphs to learn from, in their order: each part in turn takes its heaviest.

    Otherwise many labels of one part, such as those of an imported study, would leave nothing to
    learn another part from.
    """
    heaviest_first = sorted(usable, key=lambda key: (-usable[key].weight, _shuffled(key)))
    turns: dict[int, int] = {}
    for part in ("marked", "is_biased", "voice", "sentiment"):
        answering = [key for key in heaviest_first if getattr(usable[key], part) is not None]
        for turn, key in enumerate(answering):
            turns[key] = min(turn, turns.get(key, turn))
    in_turn = sorted((key for key in heaviest_first if key in turns), key=turns.__getitem__)
    return sorted(in_turn[:MOST_TEXTS])


def _together(
    people: Sequence[Reading],
    answers: Mapping[int, Sequence[GivenLabel]],
    pieces: Mapping[int, Sequence[MarkedPiece]],
    final: FinalReading | None,
) -> _Readings:
    by_question: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    marks = []
    for person in people:
        for given in answers.get(person.annotation_id, ()):
            weight = SHOWN if given.was_suggested else UNAIDED
            by_question[given.question].append((given.label, weight))
        if person.marks_words:
            spans = [piece.span for piece in pieces.get(person.annotation_id, ())]
            marks.append((spans, SHOWN if person.saw_words else UNAIDED))
    return _Readings(dict(by_question), marks, final)


def _labelled(text: ReadText, read: _Readings, served: Mapping[str, str]) -> Labelled:
    answers = {part: read.answers.get(question, []) for part, question in served.items()}
    weights = [weight_together([each for _, each in given]) for given in answers.values() if given]
    if read.marks:
        weights.append(weight_together([each for _, each in read.marks]))
    marks: Sequence[tuple[Sequence[tuple[int, int]], float]] = read.marks
    if read.final is not None:
        marks = [([piece.span for piece in read.final.pieces], FINAL)]
        decided = {
            part: [(read.final.labels[question], FINAL)]
            for part, question in served.items()
            if question in read.final.labels
        }
        answers |= decided
        weights = [max(FINAL, weight) for weight in weights]
    return Labelled(
        text=text.text,
        article=str(text.article_id),
        outlet=text.outlet,
        marked=marked_by_half(text.text, marks),
        is_biased=heaviest(_known(answers, "bias", _BIAS)),
        voice=heaviest(_known(answers, "voice", dict(zip(VOICE_NAMES, VOICE_NAMES, strict=True)))),
        sentiment=mean_number(_known(answers, "sentiment", _FEELINGS)),
        weight=round(sum(weights) / max(1, len(weights)), 6),
        position=text.position,
    )


def _known(
    answers: Mapping[str, Sequence[tuple[str, float]]], part: str, meanings: Mapping[str, Any]
) -> list[tuple[Any, float]]:
    """Leave out labels that a model cannot learn, such as "unclear"."""
    return [
        (meanings[label], weight) for label, weight in answers.get(part, ()) if label in meanings
    ]


def _facts(
    found: Sequence[Reading],
    answers: Mapping[int, Sequence[GivenLabel]],
    finals: Mapping[int, FinalReading],
    chosen: Sequence[int],
    *,
    left_out: int,
) -> dict[str, Any]:
    kept = set(chosen)
    used = [each for each in found if each.paragraph_id in kept]
    with_suggestions = sum(
        each.saw_words or any(given.was_suggested for given in answers.get(each.annotation_id, ()))
        for each in used
    )
    return {
        "annotations": len(used),
        "annotators": len({each.account_id for each in used}),
        "unaided": len(used) - with_suggestions,
        "with_suggestions": with_suggestions,
        "adjudicated": sum(paragraph_id in kept for paragraph_id in finals),
        "left_out": left_out,
        "newest": max(each.submitted_at for each in used).isoformat() if used else None,
        "weights": {"unaided": UNAIDED, "with_suggestions": SHOWN, "adjudicated": FINAL},
        "shared": SHARED,
    }


def _categories(
    pieces: Mapping[int, Sequence[MarkedPiece]],
    finals: Mapping[int, FinalReading],
    codebook: Codebook,
    lexicon: Lexicon,
) -> dict[str, str]:
    """Find the category that each marked word was given most often; "" stands for all others."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    known = set(codebook.category_names)
    of_people = [piece for found in pieces.values() for piece in found]
    decided = [piece for final in finals.values() for piece in final.pieces]
    for piece in (*of_people, *decided):
        if piece.category in known:
            whole = folded(piece.text)
            for words in {whole, *whole.split()}:
                counts[words][piece.category] += 1
            counts[""][piece.category] += 1
    if not counts:
        counts[""].update(each.category for each in lexicon.entries if each.category in known)
    return {words: _most_common(found) for words, found in counts.items() if found}


def _most_common(found: Counter[str]) -> str:
    return min(found, key=lambda name: (-found[name], name))


def _shuffled(paragraph_id: int) -> str:
    return sha256(str(paragraph_id).encode()).hexdigest()
