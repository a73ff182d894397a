"""The form of a codebook as a browser sends it back."""

from lxml import html  # type: ignore[import-untyped]  # It ships no types.

FIELDS = "//form[contains(@class, 'codebook')]//*[self::input or self::select or self::textarea]"


def fields_of(page: str, **changes: str) -> dict[str, str]:
    """Read the fields of the form on a page, with some of them changed."""
    found: dict[str, str] = {}
    for field in html.fromstring(page).xpath(FIELDS):
        found[field.name] = field.value or ""
    unknown = set(changes) - {*found, "action"}
    assert not unknown, unknown
    return found | changes
