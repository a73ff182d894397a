"""Nothing is open that does not say so."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from workbench.web.access import UnguardedViewError, assert_all_guarded, gate_of, public

OPEN_TO_EVERYBODY = {
    "static",
    "home",
    "healthz",
    "readyz",
    "accounts.choose_language",
    "accounts.sign_in",
    "accounts.set_password",
    "projects.accept_invitation",
}


# What stands in an address that takes certain words only.
WORDS = {"stem": "labels", "suffix": "csv"}


def test_only_a_short_list_of_views_is_public(app: Flask) -> None:
    opened = {
        rule.endpoint for rule in app.url_map.iter_rules() if gate_of(app, rule.endpoint) is public
    }
    assert opened == OPEN_TO_EVERYBODY


def test_an_application_with_an_unguarded_view_does_not_start(app: Flask) -> None:
    app.view_functions["forgotten"] = lambda: "secret"
    app.url_map.add(app.url_rule_class("/forgotten", endpoint="forgotten"))
    with pytest.raises(UnguardedViewError, match="forgotten"):
        assert_all_guarded(app)


def test_every_other_view_sends_a_stranger_to_sign_in(app: Flask, client: FlaskClient) -> None:
    checked = 0
    for rule in app.url_map.iter_rules():
        if rule.endpoint in OPEN_TO_EVERYBODY:
            continue
        address = rule.build({**dict.fromkeys(rule.arguments, 1), **WORDS})
        assert address is not None, rule
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            answer = client.open(address[1], method=method)
            assert answer.status_code == 303, f"{method} {address[1]}"
            assert "/accounts/sign-in" in answer.headers["Location"]
            checked += 1
    assert checked > 0
