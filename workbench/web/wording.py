"""Words that every feature puts together in the same way."""


def counted(number: int, one: str, many: str = "") -> str:
    """Give a number with its noun; without `many`, an s makes the noun more than one.

    >>> counted(1, "article"), counted(1_200, "label"), counted(2, "person", "people")
    ('1 article', '1,200 labels', '2 people')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
