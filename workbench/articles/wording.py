"""Sentences about articles that several pages and the command say."""

from workbench.articles.importing import ImportSummary


def counted(number: int, noun: str) -> str:
    """Write a number with its noun.

    >>> counted(1, "article"), counted(2_000, "article")
    ('1 article', '2,000 articles')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def summary_sentence(summary: ImportSummary) -> str:
    """Say what an import stored and what it did not."""
    parts = [f"Imported {counted(summary.stored, 'article')}."]
    if summary.duplicates:
        verb = "was" if summary.duplicates == 1 else "were"
        parts.append(f"{counted(summary.duplicates, 'article')} {verb} here already.")
    if summary.left_out:
        verb = "was" if summary.left_out == 1 else "were"
        parts.append(f"{counted(summary.left_out, 'article')} {verb} left out.")
    if summary.bad_rows:
        parts.append(f"{counted(len(summary.bad_rows), 'row')} could not be read.")
    return " ".join(parts)
