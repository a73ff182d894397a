"""Settings, read once from the environment.

A value that cannot be used stops the start with a sentence instead of failing later in a request.
"""

import importlib.util
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, urlsplit

PACKAGE = Path(__file__).resolve().parent
# Two prepare an import side by side, and a short job does not wait behind a long one. More would
# take memory and, on SQLite, the one writer's place from the people who annotate meanwhile.
MOST_WORKERS_BY_DEFAULT = 2
KIBIBYTE = 1024
MEBIBYTE = 1024 * KIBIBYTE
SHORTEST_KEY = 32
LONGEST_LEASE_MINUTES = 24 * 60


class SettingsError(ValueError):
    """Say which setting cannot be used, and why."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Hold what differs between one installation and the next.

    `public_url` is the address people type, with an optional path prefix and no trailing slash;
    an `https` address makes cookies secure. `proxies` counts the reverse proxies whose
    forwarded headers are believed. `metrics_token` opens `/metrics`; without one it is not there.
    """

    instance: Path
    database_url: str
    secret_key: str
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    threads: int = 8
    public_url: str = ""
    proxies: int = 0
    max_upload_bytes: int = 20 * MEBIBYTE
    lease_minutes: int = 30
    invitation_days: int = 7
    redis_url: str = ""
    worker_processes: int = 1
    worker_lease_seconds: int = 60
    worker_memory_mb: int = 2048
    output_days: int = 7
    report_annotations: int = 20_000
    log: Literal["plain", "json"] = "plain"
    metrics_token: str = ""

    @property
    def is_https(self) -> bool:
        """Tell whether people reach the workbench through HTTPS."""
        return self.public_url.startswith("https://")

    @property
    def address(self) -> str:
        """Give the address to print: the public one, else where the server listens."""
        if self.public_url:
            return self.public_url
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read settings from environment variables.

    Raises `SettingsError` naming the variable whose value cannot be used.
    """
    env = os.environ if environ is None else environ
    instance = Path(env.get("WORKBENCH_INSTANCE") or default_instance()).expanduser().resolve()
    try:
        instance.mkdir(parents=True, exist_ok=True, mode=0o700)
        secret_key = _secret_key(env.get("WORKBENCH_SECRET_KEY", "")) or _kept_secret_key(instance)
    except OSError as error:
        raise SettingsError(
            f"The folder {instance} cannot be used ({error.strerror}). Set WORKBENCH_INSTANCE to a "
            "folder that may be written to."
        ) from error
    return Settings(
        instance=instance,
        database_url=database_url(
            env.get("DATABASE_URL") or f"sqlite:///{instance / 'workbench.db'}"
        ),
        secret_key=secret_key,
        host=env.get("WORKBENCH_HOST") or "127.0.0.1",
        port=_whole(env, "WORKBENCH_PORT", default=8000, low=1, high=65535),
        workers=_whole(env, "WORKBENCH_WORKERS", default=1, low=1, high=64),
        threads=_whole(env, "WORKBENCH_THREADS", default=8, low=1, high=256),
        public_url=_public_url(env.get("WORKBENCH_URL", "")),
        proxies=_whole(env, "WORKBENCH_PROXIES", default=0, low=0, high=8),
        max_upload_bytes=MEBIBYTE
        * _whole(env, "WORKBENCH_MAX_UPLOAD_MB", default=20, low=1, high=2048),
        lease_minutes=_whole(
            env, "WORKBENCH_LEASE_MINUTES", default=30, low=1, high=LONGEST_LEASE_MINUTES
        ),
        invitation_days=_whole(env, "WORKBENCH_INVITATION_DAYS", default=7, low=1, high=90),
        redis_url=_redis_url(env.get("REDIS_URL", "")),
        worker_processes=_whole(
            env, "WORKBENCH_WORKER_PROCESSES", default=usual_worker_processes(), low=0, high=64
        ),
        worker_lease_seconds=_whole(
            env, "WORKBENCH_WORKER_LEASE_SECONDS", default=60, low=2, high=3600
        ),
        worker_memory_mb=_whole(
            env, "WORKBENCH_WORKER_MEMORY_MB", default=2048, low=256, high=1_048_576
        ),
        output_days=_whole(env, "WORKBENCH_OUTPUT_DAYS", default=7, low=1, high=365),
        report_annotations=_whole(
            env, "WORKBENCH_REPORT_ANNOTATIONS", default=20_000, low=0, high=1_000_000_000
        ),
        log=_log_style(env.get("WORKBENCH_LOG") or "plain"),
        metrics_token=_metrics_token(env.get("WORKBENCH_METRICS_TOKEN", "")),
    )


def usual_worker_processes() -> int:
    """Give the number of worker processes where none is set: one for each core, two at most."""
    # Linux tells which cores this process may use, other systems how many there are.
    has_share = hasattr(os, "sched_getaffinity")
    cores = len(os.sched_getaffinity(0)) if has_share else os.cpu_count() or 1
    return min(MOST_WORKERS_BY_DEFAULT, cores)


def default_instance() -> Path:
    """Give the folder for the database and the secret key: beside `wsgi.py`, or here."""
    checkout = PACKAGE.parent
    return (checkout if (checkout / "wsgi.py").is_file() else Path.cwd()) / "instance"


def resource(name: str) -> Path:
    """Give the absolute path of `templates`, `static` or `seeds`, in a checkout or in a wheel."""
    packed = PACKAGE / "_root" / name
    return packed if packed.is_dir() else PACKAGE.parent / name


def _whole(env: Mapping[str, str], name: str, *, default: int, low: int, high: int) -> int:
    raw = env.get(name, "").strip()
    if not raw:
        return default
    if not raw.isascii() or not raw.isdigit() or not low <= int(raw) <= high:
        raise SettingsError(f"{name} must be a whole number from {low} to {high}, not “{raw}”.")
    return int(raw)


def database_url(raw: str) -> str:
    """Give the address of a database with its driver; raise `SettingsError`."""
    scheme, _, rest = raw.partition("://")
    if scheme in {"postgres", "postgresql", "postgresql+psycopg"} and rest:
        return f"postgresql+psycopg://{rest}"
    if scheme == "sqlite" and rest.startswith("//") and len(rest) > 2:
        # The whole path: what a part of one is relative to, each library decides for itself.
        return raw
    raise SettingsError(
        "DATABASE_URL must look like postgresql://user@host/name or sqlite:////path/to/file.db, "
        "with four slashes before the whole path."
    )


def _redis_url(raw: str) -> str:
    if not raw:
        return ""
    parts = _parts(raw)
    if parts is None or parts.scheme not in {"redis", "rediss"}:
        raise SettingsError("REDIS_URL must look like redis://host:6379/0 or rediss://….")
    if importlib.util.find_spec("redis") is None:
        raise SettingsError(
            "REDIS_URL is set, but the Python package redis is missing: install the workbench "
            "as media-bias-workbench[redis]."
        )
    return raw


def _public_url(raw: str) -> str:
    if not raw:
        return ""
    parts = _parts(raw)
    is_web = parts is not None and parts.scheme in {"http", "https"}
    if parts is None or not is_web or parts.query or parts.fragment:
        raise SettingsError(
            f"WORKBENCH_URL must look like https://bias.example.org or https://example.org/bias, "
            f"not “{raw}”."
        )
    return raw.rstrip("/")


def _parts(raw: str) -> SplitResult | None:
    """Take an address apart; None where it is none, or names no host."""
    try:
        parts = urlsplit(raw)
        # Looked at here because a port that is no number is noticed only then.
        _port = parts.port
    except ValueError:
        return None
    return parts if parts.hostname else None


def _log_style(raw: str) -> Literal["plain", "json"]:
    match raw:
        case "plain" | "json":
            return raw
    raise SettingsError(f"WORKBENCH_LOG must be plain or json, not “{raw}”.")


def _metrics_token(raw: str) -> str:
    if raw and (len(raw) < 16 or not raw.isascii() or not raw.isprintable() or " " in raw):
        raise SettingsError(
            "WORKBENCH_METRICS_TOKEN must have at least 16 characters, none of them a space; "
            "make one with: openssl rand -hex 16"
        )
    return raw


def _secret_key(raw: str) -> str:
    # Whoever guesses it can sign in as anybody, and can try as often as they like, elsewhere.
    if raw and len(raw) < SHORTEST_KEY:
        raise SettingsError(
            f"WORKBENCH_SECRET_KEY must have at least {SHORTEST_KEY} characters; make one with: "
            "openssl rand -hex 32"
        )
    return raw


def _kept_secret_key(instance: Path) -> str:
    """Read the key that signs sessions, or make it once, readable by its owner only."""
    path = instance / "secret-key"
    try:
        # O_EXCL: of two processes that start together one writes and the other reads.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = path.read_text(encoding="ascii", errors="replace").strip()
        if len(key) < SHORTEST_KEY or not key.isascii():
            raise SettingsError(
                f"{path} is not a whole key; delete it and start again (people sign in anew)."
            ) from None
        return key
    key = secrets.token_hex(32)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key + "\n")
    return key
