"""Every statistic shows a worked example, and the examples are true."""

import doctest
import importlib
import pkgutil

import pytest

import workbench.agreement

MODULES = sorted(module.name for module in pkgutil.iter_modules(workbench.agreement.__path__))


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_true(name: str) -> None:
    module = importlib.import_module(f"workbench.agreement.{name}")
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    "statistic",
    [
        "brennan_prediger",
        "cohen_kappa",
        "conger_kappa",
        "contested",
        "fleiss_kappa",
        "gwet_ac1",
        "gwet_ac2",
        "krippendorff_alpha",
        "label_kappa",
        "light_kappa",
        "percent_agreement",
        "positive_agreement",
        "scott_pi",
        "span_agreement",
    ],
)
def test_every_statistic_shows_an_example(statistic: str) -> None:
    assert ">>> " in (getattr(workbench.agreement, statistic).__doc__ or "")
