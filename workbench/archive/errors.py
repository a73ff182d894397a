"""What stops a run over an archive."""


class ArchiveError(ValueError):
    """Say in a sentence why an archive cannot be written, read or drawn from, and what to do."""
