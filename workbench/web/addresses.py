"""Numbers in addresses."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter

# The largest key of a PostgreSQL integer column. A larger number cannot be anybody's, and asking
# a database for it is an error instead of an empty answer.
LARGEST_KEY = 2**31 - 1


class KeyConverter(IntegerConverter):
    """Read `<int:…>` of an address as a key; anything that cannot be one is no page."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max": LARGEST_KEY, **options})


def read_keys(app: Flask) -> None:
    """Hold the numbers of all addresses within what the database can look for."""
    app.url_map.converters["int"] = KeyConverter
