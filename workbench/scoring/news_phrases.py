"""Find the phrases by which news judges as a whole, among the words that may belong to one."""

from collections.abc import Sequence

from workbench.scoring.news_words import NewsWord, Phrase, without_punctuation
from workbench.scoring.remembered import Remembered
from workbench.scoring.vader import bare


def phrases_among(
    marked: Sequence[tuple[int, NewsWord]], tokens: Sequence[str]
) -> list[tuple[int, Phrase]]:
    """Find phrases with the places where they start; none runs on over punctuation.

    Of those that overlap the first is taken, and of those sought at one word the longest.
    """
    if not tokens:
        return []
    found: list[tuple[int, Phrase]] = []
    reached, last = 0, len(tokens) - 1
    for place, word in marked:
        # Nearly always a look at the word before, or after, shows that no phrase stands there.
        if not (
            (word.before and _alone[tokens[place - 1]] in word.before)
            or (word.after and place < last and _alone[tokens[place + 1]] in word.after)
        ):
            continue
        for phrase in word.phrases:
            start = place - phrase.place
            end = start + phrase.size
            if start < reached or end > len(tokens):
                continue
            if bare(" ".join(tokens[start:end])).lower() == phrase.text:
                found.append((start, phrase))
                reached = end
                break
    return found


_alone = Remembered(without_punctuation)
