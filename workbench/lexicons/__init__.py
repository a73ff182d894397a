"""Lexicons of studies: the shipped one, and what each project changes about it, by version."""
