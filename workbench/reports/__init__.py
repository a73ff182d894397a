"""Progress and agreement, read from the database and handed to the statistics."""
