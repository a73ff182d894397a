"""Bytes → articles → paragraphs with code-point offsets, without Flask or a database."""
