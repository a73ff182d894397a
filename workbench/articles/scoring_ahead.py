"""Pre-scores that are made before the transaction that stores them begins."""

from collections.abc import Iterable, Mapping

from workbench.articles.scorer import Scored, Scorer
from workbench.text.articles import ArticleText

# On these it hangs which paragraphs are pre-scored, and how.
_Key = tuple[str, str]


class ScoredAhead:
    """Score the paragraphs of an article when called, from what was scored ahead where it can."""

    def __init__(self, articles: Iterable[ArticleText], scorer: Scorer) -> None:
        self._scorer = scorer
        self._scores: dict[_Key, dict[int, Scored]] = {}
        for article in articles:
            key = _key(article)
            if key not in self._scores:
                self._scores[key] = scorer.score_text(article)

    def __call__(self, article: ArticleText) -> Mapping[int, Scored]:
        """Give the pre-scores of the paragraphs of an article, by their positions."""
        known = self._scores.get(_key(article))
        return self._scorer.score_text(article) if known is None else known


def _key(article: ArticleText) -> _Key:
    return article.body, article.language
