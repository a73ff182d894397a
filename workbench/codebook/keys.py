"""The single keys by which answers and categories are given."""

from collections.abc import Iterable, Iterator

PAGE_KEYS = frozenset("cfgsux?")
"""What these do belongs to the page: comment, flag, guidelines, skip, undo, reject, all keys."""

KEYS = "1234567890abdehijklmnopqrtvwyz"
"""The keys that are handed out, in the order in which they are."""


def free_keys(used: Iterable[str]) -> Iterator[str]:
    """Hand out keys that nothing has yet, and "" without end once there are none.

    >>> keys = free_keys(["1", "3"])
    >>> next(keys), next(keys)
    ('2', '4')
    """
    taken = set(used)
    yield from (key for key in KEYS if key not in taken)
    while True:
        yield ""
