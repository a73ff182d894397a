"""Read labels as studies write them: whether it is biased, in which voice, which words it marks."""

import re

NOT_LABELLED = ("", "no agreement", "no majority")
_BIASED = {
    "biased": True,
    "1": True,
    "true": True,
    "not biased": False,
    "non biased": False,
    "unbiased": False,
    "0": False,
    "false": False,
}
_VOICES = {
    "factual": "factual",
    "mixed": "mixed",
    "opinion": "opinion",
    "0": "factual",
    "1": "mixed",
    "2": "opinion",
    # As the experts of BABE were asked.
    "entirely factual": "factual",
    "somewhat factual but also opinionated": "mixed",
    "expresses writer's opinion": "opinion",
}
_QUOTED = r"""(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_LIST = re.compile(rf"\[\s*(?:{_QUOTED}(?:\s*,\s*{_QUOTED})*)?\s*\]")
_ITEM = re.compile(_QUOTED)


class UnknownLabelError(ValueError):
    """Say which labels there are."""


def bias_label(value: object) -> bool | None:
    """Tell whether a label says biased; None where nobody could say.

    >>> bias_label("Non-biased"), bias_label(1.0), bias_label("No agreement")
    (False, True, None)
    """
    key = _plain(value)
    if key in NOT_LABELLED:
        return None
    if key not in _BIASED:
        raise UnknownLabelError("biased, not_biased, 1, 0, true, false")
    return _BIASED[key]


def voice_label(value: object) -> str | None:
    """Give the voice that a label says; None where nobody could say.

    >>> voice_label(2), voice_label("Entirely factual")
    ('opinion', 'factual')
    """
    key = _plain(value)
    if key in NOT_LABELLED:
        return None
    if key not in _VOICES:
        raise UnknownLabelError("factual, mixed, opinion, 0, 1, 2")
    return _VOICES[key]


def listed_words(cell: str) -> tuple[str, ...]:
    """Part a cell of marked words, at semicolons or as a list is printed.

    >>> listed_words("mob; the plan"), listed_words("['mob', \\"writer's\\"]"), listed_words("[]")
    (('mob', 'the plan'), ('mob', "writer's"), ())
    """
    if _LIST.fullmatch(cell.strip()):
        found = [re.sub(r"\\(.)", r"\1", item[1:-1]).strip() for item in _ITEM.findall(cell)]
    else:
        found = [piece.strip() for piece in cell.split(";")]
    return tuple(piece for piece in found if piece)


def _plain(value: object) -> str:
    """Write a label in one way; a table with gaps turns 1 into 1.0."""
    key = " ".join(str("" if value is None else value).lower().replace("’", "'").split())
    return re.sub(r"[-_]", " ", key).removesuffix(".0")
