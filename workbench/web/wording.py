"""Words that every feature puts together in the same way."""

from workbench.words import digits, gettext, marked, ngettext, number

# Words that stand in tables of the database, and on pages as they are.
TERMS = frozenset(
    {
        marked("lead"),
        marked("adjudicator"),
        marked("annotator"),
        marked("open"),
        marked("accepted"),
        marked("expired"),
        marked("revoked"),
        marked("nominal"),
        marked("ordinal"),
        marked("interval"),
        marked("ratio"),
    }
)


def term(name: str) -> str:
    """Say a stored term, such as a role, in the language of the reader.

    >>> term("lead")
    'lead'
    """
    name = str(name)
    return gettext(name) if name in TERMS else name


def counted(number: int, one: str, many: str = "") -> str:
    """Give a number with its noun; without `many`, an s makes the noun more than one.

    >>> counted(1, "article"), counted(1_200, "label"), counted(2, "person", "people")
    ('1 article', '1,200 labels', '2 people')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def file_size(n_bytes: int) -> str:
    """Write a size as people read it, in powers of a thousand.

    >>> file_size(999), file_size(2_345), file_size(1_234_567), file_size(45_600_000_000)
    ('999 bytes', '2.3 kB', '1.2 MB', '45.6 GB')
    """
    if n_bytes < 1000:
        return ngettext("%(num)s byte", "%(num)s bytes", n_bytes)
    size, unit = n_bytes / 1000, "kB"
    for larger in ("MB", "GB", "TB"):
        if size < 999.95:
            break
        size, unit = size / 1000, larger
    return f"{number(size, 1)} {unit}"


def signed(score: float) -> str:
    """Write a score with two decimals, its sign and a true minus; nothing has no sign.

    >>> signed(-0.613), signed(0.4), signed(-0.001)
    ('−0.61', '+0.40', '0.00')
    """
    return digits(f"{score:+.2f}") if float(f"{score:.2f}") else number(0, 2)
