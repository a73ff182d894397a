"""Tests of articles, from a file to a pre-scored paragraph."""
