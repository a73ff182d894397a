"""Serve and work from within the `workbench` command: one process to start and to stop."""

import errno
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path

from flask import Flask
from gunicorn.app.base import BaseApplication

from workbench.app import KINDS, create_app
from workbench.config import Settings
from workbench.jobs.kinds import Kind
from workbench.jobs.leases import new_place
from workbench.jobs.worker import run_worker_process
from workbench.parent import Parent
from workbench.supervisor import Child, Supervisor
from workbench.web.gathering import GatheringWorker
from workbench.web.logs import gunicorn_logging

GRACEFUL_SECONDS = 15
# What is asked to stop gets its own time first, and a little more to leave.
LEAVING_SECONDS = 3


class CannotListenError(RuntimeError):
    """Say why nobody can listen at the address, and what to do."""


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types.
    """Run the application in gunicorn's threaded workers; `announce` is called once it listens."""

    def __init__(
        self, settings: Settings, *, announce: Callable[[], None], kinds: tuple[Kind, ...] = KINDS
    ) -> None:
        self.settings = settings
        self.kinds = kinds
        self.announce = announce
        super().__init__()

    def load_config(self) -> None:
        """Hand the settings to gunicorn."""
        host = f"[{self.settings.host}]" if ":" in self.settings.host else self.settings.host
        options = {
            "bind": f"{host}:{self.settings.port}",
            "control_socket_disable": True,
            # Which proxies are believed is said once, by WORKBENCH_PROXIES. By itself gunicorn
            # would take the scheme, and even the path, from whoever connects on this machine.
            "forwarded_allow_ips": "",
            "forwarder_headers": "",
            "graceful_timeout": GRACEFUL_SECONDS,
            "logconfig_dict": gunicorn_logging(self.settings.log),
            "loglevel": "warning",
            "proc_name": "workbench",
            "threads": self.settings.threads,
            "when_ready": lambda _arbiter: self.announce(),
            "worker_class": GatheringWorker,
            "workers": self.settings.workers,
        }
        if Path("/dev/shm").is_dir():  # noqa: S108  (gunicorn's heartbeat must not wait for a disk)
            options["worker_tmp_dir"] = "/dev/shm"  # noqa: S108  (as above)
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Build the application in each worker: a database connection must not cross a fork."""
        return create_app(self.settings, kinds=self.kinds)


def serve_and_work(
    settings: Settings,
    *,
    announce: Callable[[], None],
    kinds: tuple[Kind, ...] = KINDS,
    parent: Parent | None = None,
) -> int:
    """Serve and work off jobs until a signal ends it, or `parent` leaves; give the exit code.

    Raises `CannotListenError` where that is not possible at the address.
    """
    _assert_port_is_free(settings)

    def serve(starts: int) -> None:
        # People were told the address once; a server that is started again just goes on.
        Server(settings, announce=_stay_silent if starts else announce, kinds=kinds).run()

    server = Child("web server", serve, must_start=True)
    return _supervise([server, *_workers(settings, settings.worker_processes, kinds)], parent)


def work_only(settings: Settings, *, kinds: tuple[Kind, ...] = KINDS) -> int:
    """Work off jobs until a signal ends it, and serve nothing; give the exit code."""
    return _supervise(_workers(settings, max(1, settings.worker_processes), kinds))


def _workers(settings: Settings, n: int, kinds: tuple[Kind, ...]) -> list[Child]:
    return [
        Child(f"worker {i + 1}", partial(_work, settings, kinds, new_place())) for i in range(n)
    ]


def _work(settings: Settings, kinds: tuple[Kind, ...], place: str, starts: int) -> None:
    app = create_app(settings, kinds=kinds)
    run_worker_process(app, settings, place=place, follows=starts > 0)


def _supervise(children: list[Child], parent: Parent | None = None) -> int:
    seconds = GRACEFUL_SECONDS + LEAVING_SECONDS
    return Supervisor(children, graceful_seconds=seconds, parent=parent).run()


def _stay_silent() -> None:
    """Announce nothing."""


def _assert_port_is_free(settings: Settings) -> None:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise CannotListenError(
                f"Cannot listen at {settings.host}:{settings.port} ({error.strerror}). "
                + _advice(error)
            ) from error


def _advice(error: OSError) -> str:
    # A name that nobody knows has a number of its own, which is no errno.
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return "Set WORKBENCH_HOST to an address of this machine, for example 127.0.0.1 or 0.0.0.0."
    return "Choose another port, for example: WORKBENCH_PORT=8001 make run"
