"""The pages on which the lead of a project follows and steers its jobs."""
