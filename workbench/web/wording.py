"""Words that every feature puts together in the same way."""


def counted(number: int, one: str, many: str = "") -> str:
    """Give a number with its noun; without `many`, an s makes the noun more than one.

    >>> counted(1, "article"), counted(1_200, "label"), counted(2, "person", "people")
    ('1 article', '1,200 labels', '2 people')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def signed(score: float) -> str:
    """Write a score with two decimals, its sign and a true minus; nothing has no sign.

    >>> signed(-0.613), signed(0.4), signed(-0.001)
    ('−0.61', '+0.40', '0.00')
    """
    written = f"{score:+.2f}".replace("-", "−")
    return written if float(f"{score:.2f}") else "0.00"
