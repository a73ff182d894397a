"""Addresses: whole ones to hand out, and local ones to come back to."""

import re

from flask import request, url_for

from workbench.web.settings import settings

# A browser drops tabs and line ends from an address and reads "\" as "/": "/\evil" leaves the site.
LOCAL_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")


def whole_address(endpoint: str, **values: object) -> str:
    """Give the address of a page as people outside type it, with host and path prefix."""
    public_url = settings().public_url
    if not public_url:
        return url_for(endpoint, _external=True, **values)  # type: ignore[arg-type]  # As Flask's.
    path = url_for(endpoint, **values)  # type: ignore[arg-type]  # As Flask's.
    return public_url + path.removeprefix(request.script_root)


def local_path(raw: str | None) -> str:
    """Give a path of this application if that is what it is, else "".

    Anything else, such as `//evil.example` or `https:evil.example`, would send a person who has
    just signed in to a stranger's copy of the sign-in page.
    """
    return raw if raw and LOCAL_PATH.fullmatch(raw) else ""


def back_to(raw: str | None, *, otherwise: str) -> str:
    """Give where to send a person: the path asked for, below the path prefix, or `otherwise`."""
    path = local_path(raw)
    return request.script_root + path if path else otherwise
