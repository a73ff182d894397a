"""A bad setting stops the start with a sentence; a good one is taken as meant."""

import stat
from pathlib import Path

import pytest

from workbench.config import SettingsError, read_settings


def test_defaults_keep_everything_below_the_instance(tmp_path: Path) -> None:
    settings = read_settings({"WORKBENCH_INSTANCE": str(tmp_path / "here")})
    assert settings.database_url == f"sqlite:///{tmp_path / 'here' / 'workbench.db'}"
    assert settings.address == "http://127.0.0.1:8000"
    assert not settings.is_https


@pytest.mark.parametrize(("cores", "processes"), [(1, 1), (2, 2), (16, 2)])
def test_workers_use_the_cores_there_are_up_to_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cores: int, processes: int
) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _pid: set(range(cores)))
    environ = {"WORKBENCH_INSTANCE": str(tmp_path)}
    assert read_settings(environ).worker_processes == processes
    asked = environ | {"WORKBENCH_WORKER_PROCESSES": "5"}
    assert read_settings(asked).worker_processes == 5


def test_secret_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    environ = {"WORKBENCH_INSTANCE": str(tmp_path)}
    first = read_settings(environ).secret_key
    path = tmp_path / "secret-key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(first) == 64
    assert read_settings(environ).secret_key == first


def test_two_instances_never_share_a_key(tmp_path: Path) -> None:
    keys = {read_settings({"WORKBENCH_INSTANCE": str(tmp_path / name)}).secret_key for name in "ab"}
    assert len(keys) == 2


def test_a_damaged_key_is_named_and_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("short")
    with pytest.raises(SettingsError, match="secret-key"):
        read_settings({"WORKBENCH_INSTANCE": str(tmp_path)})
    assert (tmp_path / "secret-key").read_text() == "short"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WORKBENCH_PORT", "http"),
        ("WORKBENCH_PORT", "0"),
        ("WORKBENCH_PORT", "70000"),
        ("WORKBENCH_WORKERS", "-1"),
        ("WORKBENCH_MAX_UPLOAD_MB", "20MB"),
        ("WORKBENCH_URL", "bias.example.org"),
        ("WORKBENCH_URL", "https://bias.example.org/?x=1"),
        ("WORKBENCH_URL", "http://["),
        ("WORKBENCH_URL", "https://bias.example.org:https"),
        ("REDIS_URL", "redis://["),
        ("WORKBENCH_SECRET_KEY", "x"),
        ("DATABASE_URL", "mysql://somewhere/else"),
        ("DATABASE_URL", "sqlite://"),
    ],
)
def test_a_bad_value_names_its_variable(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        read_settings({"WORKBENCH_INSTANCE": str(tmp_path), name: value})


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for folder in ("file", "file/folder"):
        with pytest.raises(SettingsError, match="WORKBENCH_INSTANCE"):
            read_settings({"WORKBENCH_INSTANCE": str(tmp_path / folder)})


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_is_reached_through_psycopg(tmp_path: Path, scheme: str) -> None:
    settings = read_settings(
        {"WORKBENCH_INSTANCE": str(tmp_path), "DATABASE_URL": f"{scheme}://ada@db/study"}
    )
    assert settings.database_url == "postgresql+psycopg://ada@db/study"


@pytest.mark.parametrize("address", ["sqlite:///study.db", "sqlite://study.db", "sqlite:///"])
def test_a_file_is_named_with_its_whole_path(tmp_path: Path, address: str) -> None:
    with pytest.raises(SettingsError, match="four slashes"):
        read_settings({"WORKBENCH_INSTANCE": str(tmp_path), "DATABASE_URL": address})


def test_public_address_with_https_makes_cookies_secure(tmp_path: Path) -> None:
    settings = read_settings(
        {"WORKBENCH_INSTANCE": str(tmp_path), "WORKBENCH_URL": "https://example.org/bias/"}
    )
    assert settings.address == "https://example.org/bias"
    assert settings.is_https
