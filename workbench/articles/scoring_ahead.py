"""Pre-scores that are made before the transaction that stores them begins."""

from collections.abc import Iterable

from workbench.articles.scorer import Scored, Scorer
from workbench.articles.suggestions import is_scored
from workbench.text.articles import ArticleText


class ScoredAhead:
    """Score paragraphs when called, from what was scored ahead where it can."""

    def __init__(self, articles: Iterable[ArticleText], scorer: Scorer) -> None:
        self._scorer = scorer
        self._scores: dict[str, Scored] = {}
        for article in articles:
            for text in (paragraph.text for paragraph in article.paragraphs):
                if text not in self._scores and is_scored(text, language=article.language):
                    self._scores[text] = scorer(text)

    def __call__(self, text: str) -> Scored:
        """Give the pre-score of a paragraph."""
        return self._scores.get(text) or self._scorer(text)
