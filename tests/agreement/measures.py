"""The coefficients that every study can be given to."""

from collections.abc import Callable

from workbench.agreement.coefficients import (
    brennan_prediger,
    conger_kappa,
    fleiss_kappa,
    gwet_ac1,
    gwet_ac2,
    krippendorff_alpha,
    percent_agreement,
    scott_pi,
)
from workbench.agreement.labels import LabelMatrix
from workbench.agreement.pairs import light_kappa
from workbench.agreement.statistic import Statistic

Measure = Callable[[LabelMatrix], Statistic]

MEASURES: list[Measure] = [
    percent_agreement,
    krippendorff_alpha,
    fleiss_kappa,
    scott_pi,
    conger_kappa,
    gwet_ac1,
    gwet_ac2,
    brennan_prediger,
    light_kappa,
]
