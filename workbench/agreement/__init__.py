"""Agreement between annotators, in numpy alone: labels → counts → coefficients.

Nothing here knows Flask, the database or a request. A statistic that does not exist says why
instead of giving a number.
"""

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
from workbench.agreement.contested import ContestedItem, contested
from workbench.agreement.labels import LabelError, LabelMatrix
from workbench.agreement.pairs import (
    PairAgreement,
    cohen_kappa,
    confusion,
    kappa_from_table,
    light_kappa,
    pairwise,
)
from workbench.agreement.per_label import (
    LabelAgreement,
    label_kappa,
    per_label,
    positive_agreement,
)
from workbench.agreement.spans import (
    Span,
    SpanAgreement,
    span_agreement,
    span_agreement_by_pair,
)
from workbench.agreement.statistic import Statistic

__all__ = [
    "ContestedItem",
    "LabelAgreement",
    "LabelError",
    "LabelMatrix",
    "PairAgreement",
    "Span",
    "SpanAgreement",
    "Statistic",
    "brennan_prediger",
    "cohen_kappa",
    "confusion",
    "conger_kappa",
    "contested",
    "fleiss_kappa",
    "gwet_ac1",
    "gwet_ac2",
    "kappa_from_table",
    "krippendorff_alpha",
    "label_kappa",
    "light_kappa",
    "pairwise",
    "per_label",
    "percent_agreement",
    "positive_agreement",
    "scott_pi",
    "span_agreement",
    "span_agreement_by_pair",
]
