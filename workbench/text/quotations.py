"""Find direct speech inside a paragraph by its quotation marks."""

import re
from collections.abc import Iterable, Iterator

type_Span = tuple[int, int]
