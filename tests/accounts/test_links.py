"""Links to hand out are whole addresses, right behind a path prefix too."""

from dataclasses import replace

import pytest
from flask import Flask

from workbench.accounts.links import whole_address
from workbench.config import Settings
from workbench.web.settings import keep_settings

PATH = "/accounts/set-password/t"


@pytest.mark.parametrize(
    ("public_url", "prefix", "expected"),
    [
        ("", "", f"http://localhost{PATH}"),
        ("", "/bias", f"http://localhost/bias{PATH}"),
        ("https://bias.example.org", "", f"https://bias.example.org{PATH}"),
        ("https://example.org/bias", "/bias", f"https://example.org/bias{PATH}"),
        ("https://example.org/bias", "", f"https://example.org/bias{PATH}"),
    ],
)
def test_a_link_is_whole(
    app: Flask, settings: Settings, public_url: str, prefix: str, expected: str
) -> None:
    keep_settings(app, replace(settings, public_url=public_url))
    with app.test_request_context("/", environ_overrides={"SCRIPT_NAME": prefix}):
        assert whole_address("accounts.set_password", token="t") == expected
