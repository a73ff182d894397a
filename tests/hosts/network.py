"""Hosts on one machine: network namespaces behind a switch, where the machine allows them.

Elsewhere each host is an address of the loopback network, and one that is cut off is stopped.
"""

import ctypes
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.jobs.processes import children_of

IP = shutil.which("ip", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
CLONE_NEWNET = 0x40000000
# A network for tests of devices (RFC 2544): nobody's real one, and seen by our hosts alone.
NETWORK = "198.18.77"
LOOPBACK = "127.0.77"


def _do_nothing() -> None:
    """Be the cable of a host that has none."""


@dataclass
class Host:
    """Be a place where processes run; `cut` pulls its cable and `mend` plugs it in again."""

    name: str
    address: str
    folder: Path
    namespace: str = ""
    cut: Callable[[], None] = _do_nothing
    mend: Callable[[], None] = _do_nothing
    processes: list[int] = field(default_factory=list)

    @contextmanager
    def running(
        self, *command: str, env: Mapping[str, str], stop: int = signal.SIGTERM
    ) -> Iterator[subprocess.Popen[str]]:
        """Run a process on this host, and end it."""
        inside = ["nsenter", f"--net=/run/netns/{self.namespace}"] if self.namespace else []
        with (self.folder / "log").open("a", encoding="utf-8") as log:
            process = subprocess.Popen(
                [*inside, *command],
                env=dict(env),
                cwd=self.folder,
                stdout=log,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
            )
        self.processes.append(process.pid)
        try:
            yield process
        finally:
            self.mend()
            if process.poll() is None:
                process.send_signal(stop)
            try:
                process.wait(timeout=40)
            finally:
                process.kill()
                process.wait()
                self.processes.remove(process.pid)

    def enter(self) -> None:
        """Let the calling thread speak from this host."""
        if not self.namespace:
            return
        with Path(f"/run/netns/{self.namespace}").open("rb") as place:
            if ctypes.CDLL(None, use_errno=True).setns(place.fileno(), CLONE_NEWNET) != 0:
                raise OSError(ctypes.get_errno(), "A thread could not enter a namespace.")


def can_make_namespaces() -> bool:
    """Try to make a namespace with a link in it, which takes more than to be root."""
    if IP is None or os.geteuid() != 0:
        return False
    name = f"workbench-{os.getpid()}-try"
    if subprocess.run([IP, "netns", "add", name], capture_output=True, check=False).returncode:
        return False
    made = subprocess.run(
        [IP, "-n", name, "link", "add", "br0", "type", "bridge"], capture_output=True, check=False
    )
    subprocess.run([IP, "netns", "delete", name], check=True)
    return made.returncode == 0


@contextmanager
def network(folder: Path, *names: str) -> Iterator[dict[str, Host]]:
    """Make hosts, each with a disk of its own; whatever happens, take them down at the end."""
    hosts = {}
    for number, name in enumerate(names, start=1):
        place = folder / name
        place.mkdir(mode=0o755)
        hosts[name] = Host(name, f"{LOOPBACK}.{number}", place)
    if not can_make_namespaces():
        for host in hosts.values():
            _stop_instead(host)
        yield hosts
        return
    with ExitStack() as down:
        switch = _namespace("switch", down)
        _ip("-n", switch, "link", "add", "br0", "type", "bridge")
        _ip("-n", switch, "link", "set", "br0", "up")
        for number, host in enumerate(hosts.values(), start=1):
            host.address = f"{NETWORK}.{number}"
            host.namespace = _namespace(host.name, down)
            _plug_in(host, switch, f"port{number}")
        yield hosts


def _namespace(name: str, down: ExitStack) -> str:
    whole = f"workbench-{os.getpid()}-{name}"
    _ip("netns", "add", whole)
    down.callback(_ip, "netns", "delete", whole)
    return whole


def _plug_in(host: Host, switch: str, port: str) -> None:
    pair = ["type", "veth", "peer", "name", "eth0", "netns", host.namespace]
    _ip("-n", switch, "link", "add", port, *pair)
    _ip("-n", switch, "link", "set", port, "master", "br0", "up")
    _ip("-n", host.namespace, "address", "add", f"{host.address}/24", "dev", "eth0")
    for device in ("lo", "eth0"):
        _ip("-n", host.namespace, "link", "set", device, "up")
    host.cut = lambda: _ip("-n", switch, "link", "set", port, "down")
    host.mend = lambda: _ip("-n", switch, "link", "set", port, "up")


def _stop_instead(host: Host) -> None:
    def tell(number: signal.Signals) -> None:
        for pid in host.processes:
            for each in [pid, *children_of(pid)]:
                if Path(f"/proc/{each}").exists():
                    os.kill(each, number)

    host.cut = lambda: tell(signal.SIGSTOP)
    host.mend = lambda: tell(signal.SIGCONT)


def _ip(*arguments: str) -> None:
    assert IP is not None
    subprocess.run([IP, *arguments], check=True, capture_output=True, text=True)
