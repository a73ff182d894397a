"""Learn from labelled texts what annotators mark and how they answer, and guess as they would."""
