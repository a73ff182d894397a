"""Pre-scores that are made before the transaction that stores them begins."""

from collections.abc import Iterable

from workbench.articles.suggestions import gets_suggestions
from workbench.scoring.lexicon import Lexicon
from workbench.scoring.prescore import Prescore, prescore
from workbench.text.articles import ArticleText


class ScoredAhead:
    """Score paragraphs when called, from what was scored ahead where it can."""

    def __init__(self, articles: Iterable[ArticleText], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._scores: dict[str, Prescore] = {}
        for article in articles:
            if gets_suggestions(article.language):
                for paragraph in article.paragraphs:
                    if paragraph.text not in self._scores:
                        self._scores[paragraph.text] = prescore(paragraph.text, lexicon)

    def __call__(self, text: str) -> Prescore:
        """Give the pre-score of a paragraph."""
        return self._scores.get(text) or prescore(text, self._lexicon)
