"""Samples: articles drawn from a scored archive into a project, each with its recipe."""
