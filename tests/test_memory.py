import subprocess
import sys
from pathlib import Path

import pytest

from tests.paths import ROOT

THREADS = 6
COUNT_ARENAS = f"""
import ctypes, sys, threading
from workbench.memory import share_arenas
if sys.argv[2] == "shared":
    assert share_arenas()
c = ctypes.CDLL(None)
c.malloc.restype = c.fopen.restype = ctypes.c_void_p
asked = threading.Barrier({THREADS})
def ask():
    c.malloc(60_000)
    asked.wait()
threads = [threading.Thread(target=ask) for _ in range({THREADS})]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
file = ctypes.c_void_p(c.fopen(sys.argv[1].encode(), b"w"))
c.malloc_info(0, file)
c.fclose(file)
"""


def _arenas(path: Path, how: str) -> int:
    command = [sys.executable, "-c", COUNT_ARENAS, str(path), how]
    subprocess.run(command, cwd=ROOT, check=True)
    return path.read_text(encoding="ascii").count("<heap nr=")


@pytest.mark.skipif(sys.platform != "linux", reason="The GNU C library alone has arenas.")
def test_the_threads_of_a_process_share_two_arenas(tmp_path: Path) -> None:
    assert _arenas(tmp_path / "shared.xml", "shared") == 2
    # Else the test would show nothing.
    assert _arenas(tmp_path / "usual.xml", "usual") > 2
