"""Agreement between annotators, in numpy alone: labels → counts → coefficients.

Nothing here knows Flask, the database or a request. A statistic that does not exist says why
instead of giving a number.
"""

from workbench.agreement.anchoring import (
    CoinDraw,
    Draw,
    Trial,
    adoption_of_wrong,
    effect_of_showing,
    ratio_of_times,
    subset_draw,
)
from workbench.agreement.annotators import (
    LeftOut,
    Severity,
    WithOthers,
    agreement_with_others,
    leave_one_out,
    severity,
    shares_of_annotators,
)
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
from workbench.agreement.connection import groups_of_annotators, is_connected
from workbench.agreement.consistency import (
    Repeats,
    SelfAgreement,
    SelfConsistency,
    self_consistency,
)
from workbench.agreement.contested import ContestedItem, contested
from workbench.agreement.dawid_skene import DawidSkene, dawid_skene
from workbench.agreement.drift import Stretch, drift
from workbench.agreement.effects import Effect
from workbench.agreement.groups import (
    CrossAgreement,
    GroupAgreement,
    GroupComparison,
    compare_groups,
    cross_alpha,
    normalised_cross_alpha,
)
from workbench.agreement.habits import (
    Pace,
    StraightLining,
    pace,
    straight_lining,
)
from workbench.agreement.intervals import Bootstrap, Estimate, Interval, estimates
from workbench.agreement.judgements import Judgements
from workbench.agreement.labels import LabelError, LabelMatrix
from workbench.agreement.mace import Mace, mace
from workbench.agreement.pair_intervals import pair_intervals
from workbench.agreement.paired import (
    PairedChange,
    Pairs,
    change_between,
    difference_of_changes,
)
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
from workbench.agreement.question import (
    LabelEstimate,
    QuestionReport,
    QuestionSummary,
    Sufficiency,
    headline_measures,
    question_report,
    question_summary,
    sufficiency,
)
from workbench.agreement.rates import adjusted, shrunken_means, shrunken_shares, wilson_limits
from workbench.agreement.shares import Share, share_over_annotators
from workbench.agreement.span_intervals import (
    SPAN_MEASURES,
    SpanMeasure,
    UnitizingEstimates,
    span_estimate,
    span_estimates,
    unitizing_estimates,
)
from workbench.agreement.spans import (
    Span,
    SpanAgreement,
    span_agreement,
    span_agreement_by_pair,
)
from workbench.agreement.statistic import Statistic
from workbench.agreement.support import Remark, Withheld
from workbench.agreement.unitizing import MarkedText, UnitizingAgreement, unitizing_alpha

__all__ = [
    "SPAN_MEASURES",
    "Bootstrap",
    "CoinDraw",
    "ContestedItem",
    "CrossAgreement",
    "DawidSkene",
    "Draw",
    "Effect",
    "Estimate",
    "GroupAgreement",
    "GroupComparison",
    "Interval",
    "Judgements",
    "LabelAgreement",
    "LabelError",
    "LabelEstimate",
    "LabelMatrix",
    "LeftOut",
    "Mace",
    "MarkedText",
    "Pace",
    "PairAgreement",
    "PairedChange",
    "Pairs",
    "QuestionReport",
    "QuestionSummary",
    "Remark",
    "Repeats",
    "SelfAgreement",
    "SelfConsistency",
    "Severity",
    "Share",
    "Span",
    "SpanAgreement",
    "SpanMeasure",
    "Statistic",
    "StraightLining",
    "Stretch",
    "Sufficiency",
    "Trial",
    "UnitizingAgreement",
    "UnitizingEstimates",
    "WithOthers",
    "Withheld",
    "adjusted",
    "adoption_of_wrong",
    "agreement_with_others",
    "brennan_prediger",
    "change_between",
    "cohen_kappa",
    "compare_groups",
    "confusion",
    "conger_kappa",
    "contested",
    "cross_alpha",
    "dawid_skene",
    "difference_of_changes",
    "drift",
    "effect_of_showing",
    "estimates",
    "fleiss_kappa",
    "groups_of_annotators",
    "gwet_ac1",
    "gwet_ac2",
    "headline_measures",
    "is_connected",
    "kappa_from_table",
    "krippendorff_alpha",
    "label_kappa",
    "leave_one_out",
    "light_kappa",
    "mace",
    "normalised_cross_alpha",
    "pace",
    "pair_intervals",
    "pairwise",
    "per_label",
    "percent_agreement",
    "positive_agreement",
    "question_report",
    "question_summary",
    "ratio_of_times",
    "scott_pi",
    "self_consistency",
    "severity",
    "share_over_annotators",
    "shares_of_annotators",
    "shrunken_means",
    "shrunken_shares",
    "span_agreement",
    "span_agreement_by_pair",
    "span_estimate",
    "span_estimates",
    "straight_lining",
    "subset_draw",
    "sufficiency",
    "unitizing_alpha",
    "unitizing_estimates",
    "wilson_limits",
]
