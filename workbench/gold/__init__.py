"""Gold paragraphs: what a lead expects as their answer, and what they are used for."""
