"""Find the phrases by which news judges as a whole, among the words that may belong to one."""

from collections.abc import Sequence

from workbench.scoring.news_words import NewsWord, Phrase
from workbench.scoring.vader import bare


def phrases_among(
    marked: Sequence[tuple[int, NewsWord]], tokens: Sequence[str]
) -> list[tuple[int, Phrase]]:
    """Find phrases with the places where they start; none runs on over punctuation.

    Of those that overlap the first is taken, and of those sought at one word the longest.
    """
    found: list[tuple[int, Phrase]] = []
    reached = 0
    for place, word in marked:
        for phrase in word.phrases:
            start = place - phrase.place
            end = start + phrase.size
            if start < reached or end > len(tokens):
                continue
            # Nearly always a look at one word beside shows that it is not the phrase.
            near = tokens[place - 1 if phrase.place else place + 1]
            if phrase.beside not in near.lower():
                continue
            if bare(" ".join(tokens[start:end])).lower() == phrase.text:
                found.append((start, phrase))
                reached = end
                break
    return found
