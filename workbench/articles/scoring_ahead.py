"""Pre-scores that are made before the transaction that stores them begins."""

from collections.abc import Iterable, Mapping

from workbench.articles.scorer import Scored, Scorer
from workbench.articles.suggestions import texts_to_score
from workbench.text.articles import ArticleText

_Key = tuple[tuple[int, str], ...]


class ScoredAhead:
    """Score the paragraphs of an article when called, from what was scored ahead where it can."""

    def __init__(self, articles: Iterable[ArticleText], scorer: Scorer) -> None:
        self._scorer = scorer
        self._scores: dict[_Key, dict[int, Scored]] = {}
        for article in articles:
            texts = texts_to_score(article)
            if _key(texts) not in self._scores:
                self._scores[_key(texts)] = scorer.score_article(texts)

    def __call__(self, texts: Mapping[int, str]) -> Mapping[int, Scored]:
        """Give the pre-scores of the paragraphs of an article, by their positions."""
        return self._scores.get(_key(texts)) or self._scorer.score_article(texts)


def _key(texts: Mapping[int, str]) -> _Key:
    return tuple(texts.items())
