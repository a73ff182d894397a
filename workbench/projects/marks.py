"""How the marks of a study's own categories look: as none of its others do, where that can be."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask, Response, abort, current_app, request, url_for
from markupsafe import Markup

from workbench.accounts.access import signed_in
from workbench.codebook.names import LONGEST_NAME
from workbench.scoring.lexicon_entries import CATEGORIES
from workbench.web.access import requires

OTHERS = ("other-1", "other-2", "other-3", "other-4")
"""Looks that no category of the lexicon has; more of one's own than there are share them."""

KEEP_SECONDS = 24 * 60 * 60
_NAME = re.compile(rf"[a-z0-9_]{{1,{LONGEST_NAME}}}")
_RULE = re.compile(r"^\.mark--([\w-]+) \{(.*?)\}", re.DOTALL | re.MULTILINE)


def draw_marks(app: Flask) -> None:
    """Let templates link how the categories of a codebook are drawn."""
    app.jinja_env.globals["own_marks"] = own_marks
    app.add_url_rule("/marks.css", "marks", marks)


@lru_cache
def looks_of(categories: tuple[str, ...]) -> dict[str, str]:
    """Give each category that the workbench did not bring the look of one that is not in use.

    >>> looks_of(("glorifying", "dehumanising"))
    {'dehumanising': 'demeaning'}
    """
    free = [name for name in (*CATEGORIES, *OTHERS) if name not in categories]
    own = [name for name in categories if name not in CATEGORIES]
    return dict(zip(own, cycle(free), strict=False))


def own_marks(categories: Iterable[str]) -> Markup:
    """Link the style sheet of the categories that the workbench did not bring; "" for none."""
    looks = looks_of(tuple(categories))
    if not looks:
        return Markup()
    return Markup('<link rel="stylesheet" href="{}">').format(
        f"{url_for('marks')}?{urlencode(looks)}"
    )


@requires(signed_in)
def marks() -> Response:
    """Send a style sheet in which each category of the address has the look that is named there."""
    rules = _rules(Path(current_app.static_folder or "") / "css")
    asked = request.args.to_dict()
    if not all(_NAME.fullmatch(name) and look in rules for name, look in asked.items()):
        abort(404)
    sheet = "\n".join(f".mark--{name} {{{rules[look]}}}" for name, look in asked.items())
    answer = Response(sheet, mimetype="text/css")
    answer.headers["Cache-Control"] = f"max-age={KEEP_SECONDS}"
    return answer


@cache
def _rules(folder: Path) -> dict[str, str]:
    sheets = (folder / name for name in ("marks.css", "own-marks.css"))
    return dict(each for sheet in sheets for each in _RULE.findall(sheet.read_text("utf-8")))
