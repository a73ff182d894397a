"""Pre-score a paragraph: its sentiment by VADER and its loaded words by a lexicon."""
