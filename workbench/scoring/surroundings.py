"""Let the paragraphs around one tell of its sentiment, where its place in an article is known.

An article praises or blames for some sentences on end, so that a score of one says something of
the next.
"""

from collections.abc import Iterable, Mapping, Sequence

from workbench.scoring.lexicon import Lexicon
from workbench.scoring.news import EVERY_CORRECTION, Corrections, NewsSentiment
from workbench.scoring.prescore import Prescore, prescore

NEAR = (1.0, 0.5)
"""How much the paragraph right before or after counts, and the one beyond it."""

Place = tuple[str, int | None]
"""An article's name and the place in it; None where the place is not known."""

_STEPS = tuple(
    (sign * distance, weight) for distance, weight in enumerate(NEAR, start=1) for sign in (-1, 1)
)


def prescore_together(
    placed: Iterable[tuple[Place, str]],
    lexicon: Lexicon,
    *,
    corrections: Corrections = EVERY_CORRECTION,
) -> list[Prescore]:
    """Score English paragraphs, where those of one article tell of each other."""
    texts = list(placed)
    found = [prescore(text, lexicon, corrections=corrections) for _, text in texts]
    if not corrections.surroundings:
        return found
    news = with_surroundings([place for place, _ in texts], [each.news for each in found])
    return [each._replace(news=joint) for each, joint in zip(found, news, strict=True)]


def prescore_article(texts: Mapping[int, str], lexicon: Lexicon) -> dict[int, Prescore]:
    """Score the English paragraphs of an article, by their positions in it."""
    placed = [(("", position), text) for position, text in texts.items()]
    return dict(zip(texts, prescore_together(placed, lexicon), strict=True))


def with_surroundings(
    places: Sequence[Place], news: Sequence[NewsSentiment]
) -> list[NewsSentiment]:
    """Join each score with what the paragraphs around say by themselves."""
    evidence = {place: each.evidence for place, each in zip(places, news, strict=True)}
    around = scores_around(evidence)
    return [
        NewsSentiment(each.evidence, around.get(place))
        for place, each in zip(places, news, strict=True)
    ]


def positions_read(positions: Iterable[int]) -> set[int]:
    """Give the positions of all that tells of the paragraphs at some: these, and those near.

    >>> sorted(positions_read([0, 7]))
    [-2, -1, 0, 1, 2, 5, 6, 7, 8, 9]
    """
    reach = range(-len(NEAR), len(NEAR) + 1)
    return {position + step for position in positions for step in reach}


def scores_around(scores: Mapping[Place, float]) -> dict[Place, float]:
    """Give the mean of the scores around each place, the nearer ones counting more.

    A place around which nothing was scored is left out.

    >>> scores_around({("a", 0): 1.0, ("a", 1): 0.0, ("a", 2): -0.5, ("b", 0): 0.3})
    {('a', 0): -0.16666666666666666, ('a', 1): 0.25, ('a', 2): 0.3333333333333333}
    """
    found: dict[Place, float] = {}
    for article, place in scores:
        if place is None:
            continue
        total = weights = 0.0
        for step, weight in _STEPS:
            near = scores.get((article, place + step))
            if near is not None:
                total += weight * near
                weights += weight
        if weights:
            found[article, place] = total / weights
    return found
