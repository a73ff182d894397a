"""What thousands of applications in one process share, so that each is made quickly."""

import gc
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask_sqlalchemy import SQLAlchemy
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Dialect, Engine
from sqlalchemy.engine.default import DefaultDialect
from werkzeug.routing import Rule

from workbench.accounts import passwords


def pytest_collection_finish() -> None:
    """Keep what was imported out of the garbage collector's rounds, and let these be fewer.

    Each test makes and drops an application; without this, a third of the time of all tests goes
    into looking through the same modules again and again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords quickly: how long argon2 takes is not what the tests are about."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "hasher", quick)


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Compile each template once: every test has an application of its own, and shows pages."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture(scope="session", autouse=True)
def addresses_compiled_once() -> Iterator[None]:
    """Compile once how each address is written: every test has an application of its own.

    Werkzeug makes two functions of each rule, the same in every application, and spends nine
    tenths of the time in which one of ours is made on that.
    """
    compile_builder = Rule._compile_builder
    compiled: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}

    def once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        place = (rule.rule, rule.host, rule.subdomain, rule.merge_slashes, repr(rule.defaults))
        key = (*place, append_unknown)
        if key not in compiled:
            compiled[key] = compile_builder(rule, append_unknown)
        return compiled[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", once)
        yield


@pytest.fixture(scope="session", autouse=True)
def statements_compiled_once() -> Iterator[None]:
    """Compile once how each statement is written: every test has an engine of its own.

    The engines of one kind share the statements that they have compiled, and count as one in
    their keys. Where the workbench is served there is one engine for as long as it runs.
    """
    compiled: dict[type[Dialect], Any] = {}
    # What is kept with a dialect goes when it goes: one of each kind stays.
    first: dict[type[Dialect], Dialect] = {}
    make_engine = SQLAlchemy._make_engine

    def share(database: SQLAlchemy, *arguments: Any) -> Engine:
        engine = make_engine(database, *arguments)
        kind = type(engine.dialect)
        engine._compiled_cache = compiled.setdefault(kind, engine._compiled_cache)
        first.setdefault(kind, engine.dialect)
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLAlchemy, "_make_engine", share)
        patch.setattr(DefaultDialect, "__eq__", lambda one, other: type(one) is type(other))
        patch.setattr(DefaultDialect, "__hash__", lambda one: hash(type(one)))
        yield
