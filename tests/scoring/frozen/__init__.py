"""Texts made from a seed, and what was computed for them before the scoring was made faster."""
