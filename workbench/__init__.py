"""Annotate how news is written, and measure how far people agree about it."""
