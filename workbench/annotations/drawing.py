"""Draw what an assignment shows, before its page is served: arms by lot, the rest as designed."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, func, literal, select
from sqlalchemy.engine import Connection

from workbench import occasions
from workbench.annotations.queue import FIRST
from workbench.annotations.tables import ASSIGNMENT, DESIGN, PRESCORE
from workbench.arms import Factor, Tally, is_withheld
from workbench.articles.said_labels import SAID
from workbench.codebook.codebook import Codebook, Source
from workbench.prepared import row
from workbench.projects.queries import codebook_in_force
from workbench.statements import built_once


@dataclass(frozen=True)
class Drawn:
    """Hold what an assignment shows; the fields are those of `Assignment`.

    Without a design these are the values of a study that draws nothing.
    """

    design_id: int | None = None
    arm: str = "assisted"
    outlet_arm: str = "unnamed"
    context: str = "neighbours"
    stratum: str = ""
    drawn_before: int = 0
    blind_before: int = 0
    hidden_before: int = 0
    lot: float | None = None


def draw_arms(
    link: Connection,
    design_id: int | None,
    *,
    project_id: int,
    paragraph_id: int,
    account_id: int,
) -> Drawn:
    """Draw for a person and a paragraph by a design; `None` stands for no design.

    The caller holds what keeps a person's draws one after the other. The tally comes with the
    last draw in the stratum, so that a draw costs as much however much was drawn before.
    """
    if design_id is None:
        return Drawn()
    wanted = {"design_id": design_id, "paragraph_id": paragraph_id, "account_id": account_id}
    source = _balanced_over(codebook_in_force(project_id).codebook)
    return _drawn(row(link, _design_and_tally(source), wanted), **wanted)


def _balanced_over(codebook: Codebook) -> Source | None:
    """Choose the score over whose labels the arms are balanced: what is suggested first of all."""
    sources = (question.suggested_by for question in codebook.questions)
    return next((Source(source) for source in sources if source), None)


def _drawn(lot: Any, *, design_id: int, paragraph_id: int, account_id: int) -> Drawn:
    drawn, blind, hidden = 0, 0, 0
    if lot.arm is not None:
        drawn = lot.drawn_before + 1
        blind = lot.blind_before + (lot.arm == "blind")
        hidden = lot.hidden_before + (lot.outlet_arm == "hidden")
    place = {"seed": lot.seed, "annotator": account_id, "paragraph": paragraph_id}
    is_blind = is_withheld(
        **place,
        factor=Factor.SUGGESTION,
        share=lot.blind_percent / 100,
        tally=Tally(drawn, blind),
    )
    outlet_arm = lot.outlet
    if lot.outlet == "lot":
        is_hidden = is_withheld(
            **place,
            factor=Factor.OUTLET,
            share=lot.hidden_percent / 100,
            tally=Tally(drawn, hidden),
        )
        outlet_arm = "hidden" if is_hidden else "shown"
    return Drawn(
        design_id=design_id,
        arm="blind" if is_blind else "assisted",
        outlet_arm=outlet_arm,
        context=lot.context,
        stratum=lot.stratum,
        drawn_before=drawn,
        blind_before=blind,
        hidden_before=hidden,
        lot=occasions.lot(seed=lot.seed, annotator=account_id, paragraph=paragraph_id),
    )


@built_once
def _design_and_tally(source: Source | None) -> Select[Any]:
    stratum = func.coalesce(
        select(literal("") if source is None else SAID[source])
        .where(PRESCORE.c.paragraph_id == bindparam("paragraph_id"), PRESCORE.c.is_current)
        .scalar_subquery(),
        "",
    )
    names = ("arm", "outlet_arm", "drawn_before", "blind_before", "hidden_before")
    last = (
        select(ASSIGNMENT.c.design_id, *(ASSIGNMENT.c[name] for name in names))
        .where(
            ASSIGNMENT.c.design_id == bindparam("design_id"),
            ASSIGNMENT.c.account_id == bindparam("account_id"),
            ASSIGNMENT.c.stratum == stratum,
            ASSIGNMENT.c.occasion == FIRST,
        )
        .order_by(ASSIGNMENT.c.id.desc())
        .limit(1)
        .subquery()
    )
    return (
        select(
            *(DESIGN.c[name] for name in ("seed", "blind_percent", "outlet", "hidden_percent")),
            DESIGN.c.context,
            stratum.label("stratum"),
            *(last.c[name] for name in names),
        )
        .outerjoin(last, last.c.design_id == DESIGN.c.id)
        .where(DESIGN.c.id == bindparam("design_id"))
    )
