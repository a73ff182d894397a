"""What `workbench run` says when it cannot serve, and leaves behind when it is stopped."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.databases import settings_for
from tests.operation.served import cookie_of, served, token_of
from workbench.serving import CannotListenError, serve_and_work


def test_a_stopped_workbench_leaves_its_whole_database_in_one_file(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    with served(instance) as workbench:
        page = workbench.ask("GET", workbench.first_link)
        form = {
            "csrf_token": token_of(page),
            "display_name": "Ada",
            "email": "ada@example.org",
            "password": "a quiet harbour at dawn",
        }
        cookie = {"Cookie": cookie_of(page)}
        assert workbench.ask("POST", workbench.first_link, headers=cookie, form=form).status == 303
        assert workbench.stop() == 0
    # The file of the turns that writers take is only ever locked, and holds nothing.
    files = {path.name: path.stat().st_size for path in instance.glob("workbench.db*")}
    assert files.pop("workbench.db-turns") == 0
    assert list(files) == ["workbench.db"]
    assert b"ada@example.org" in (instance / "workbench.db").read_bytes()


@pytest.mark.parametrize("host", ["not a host", "192.0.2.1"])
def test_a_host_that_is_not_this_one_is_named_with_its_setting(tmp_path: Path, host: str) -> None:
    settings = settings_for(tmp_path, f"sqlite:///{tmp_path / 'workbench.db'}")
    with pytest.raises(CannotListenError, match="WORKBENCH_HOST"):
        serve_and_work(replace(settings, host=host), announce=lambda: None)
