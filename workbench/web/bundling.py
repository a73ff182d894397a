"""Join ES modules that import one another into one file, so that a page asks for one."""

import re
from pathlib import Path

# The modules of this project are written in one way, and a bundle is made of that way alone.
_IMPORT = re.compile(r'^import \{([^{}]*)\} from "(\.{1,2}/[\w./-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
_OTHER = re.compile(r"^(?:import|export)\b|\bimport\s*\(|\bimport\.meta\b", re.MULTILINE)


class BundleError(ValueError):
    """Say which module holds an import or export that no bundle is made of."""


def is_module(source: str) -> bool:
    """Tell whether a script imports others."""
    return _IMPORT.search(source) is not None


def bundle(entry: Path) -> str:
    """Give `entry` with all that it imports as one module.

    Each module becomes a function that runs once, in the order of the imports, and gives what it
    exports; so its own names stay its own. Two bundles that share a module have it twice: a
    shared module keeps no state. Raises `BundleError` for modules that import each other in a
    circle and for any other way to import or export.
    """
    places: dict[Path, int] = {}
    pieces: list[str] = []
    _add(entry.resolve(), places, pieces, under_way=())
    return "".join(pieces)


def _add(
    path: Path, places: dict[Path, int], pieces: list[str], under_way: tuple[Path, ...]
) -> None:
    if path in under_way:
        raise BundleError(f"{path.name} imports itself through {under_way[-1].name}.")
    source = path.read_text(encoding="utf-8")
    imports = []
    for names, target in _IMPORT.findall(source):
        imported = (path.parent / target).resolve()
        if imported not in places:
            _add(imported, places, pieces, (*under_way, path))
        bound = names.replace(" as ", ": ")
        imports.append(f"const {{{bound}}} = module{places[imported]};\n")
    body = _IMPORT.sub("", source)
    exported = _EXPORT.findall(body)
    body = _EXPORT.sub("", body)
    if _OTHER.search(body):
        raise BundleError(f"{path.name} imports or exports in a way that cannot be bundled.")
    places[path] = len(places)
    pieces.append(
        f"const module{places[path]} = (() => {{\n{''.join(imports)}{body}"
        f"return {{ {', '.join(exported)} }};\n}})();\n"
    )
