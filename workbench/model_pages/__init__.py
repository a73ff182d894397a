"""Learning from a project's annotations, and the pages of its models: above annotations."""
