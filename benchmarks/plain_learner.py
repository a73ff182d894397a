"""What plain learning makes of the bias of sentences, to hold the workbench's figures against.

`python -m benchmarks.plain_learner GOLD.jsonl` weighs the words of the texts (tf-idf), learns them
by a logistic regression with each outlet left out in turn, and measures as `workbench evaluate`.
"""

from collections.abc import Sequence
from pathlib import Path

import click
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline

from workbench.evaluation.gold import GoldError, GoldText, read_gold
from workbench.evaluation.outlets import Outlets, by_outlet

INVERSE_PENALTY = 3.0


def unseen_outlets(gold: Sequence[GoldText], words: TfidfVectorizer) -> Outlets:
    """Measure chances of bias that were learned from the texts of all other outlets.

    Every text has a label and an outlet, of which there are at least two.
    """
    texts = np.array([text.text for text in gold], dtype=object)
    labels = np.array([bool(text.is_biased) for text in gold])
    outlets = np.array([text.outlet for text in gold])
    chances = np.zeros(len(gold))
    for outlet in np.unique(outlets):
        held = outlets == outlet
        learner = _learner(words).fit(texts[~held], labels[~held])
        chances[held] = learner.predict_proba(texts[held])[:, 1]
    return by_outlet(outlets.tolist(), labels.tolist(), chances.tolist(), biased_from=0.5)


def _learner(words: TfidfVectorizer) -> Pipeline:
    return make_pipeline(words, LogisticRegression(C=INVERSE_PENALTY, class_weight="balanced"))


@click.command()
@click.argument("path", metavar="GOLD", type=click.Path(path_type=Path, exists=True))
def main(path: Path) -> None:
    """Print what single words and pieces of words tell of outlets that were not learned from."""
    try:
        gold = [text for text in read_gold(path) if text.is_biased is not None and text.outlet]
    except GoldError as error:
        raise click.ClickException(str(error)) from error
    if len({text.outlet for text in gold}) < 2 or len({text.is_biased for text in gold}) < 2:
        raise click.ClickException(f"{path.name}: needs two outlets and both labels.")
    pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    for name, words in {"words": TfidfVectorizer(), "pieces of words": pieces}.items():
        found = unseen_outlets(gold, words)
        click.echo(
            f"{name}: AUC within outlet {found.within_auc:.3f}, macro-F1 on unseen outlets "
            f"{found.unseen_macro_f1:.3f}, as a mean over outlets {found.unseen_mean_macro_f1:.3f}"
        )


if __name__ == "__main__":
    main()
