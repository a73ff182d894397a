"""Which labels a report is about: a period, some annotators, one version of the guidelines."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, not_, or_, select
from sqlalchemy.orm import aliased
from werkzeug.datastructures import MultiDict

from workbench.annotations.first_models import FirstAnnotation
from workbench.annotations.models import Annotation, Assignment
from workbench.gold.models import GoldItem
from workbench.gold.queries import WITHDRAWN
from workbench.projects.models import CodebookVersion
from workbench.queue_order import DrawnAs
from workbench.words import day, gettext

FIRST_SEED = 1
LARGEST_SEED = 2**31 - 1
SHOWN, WITHHELD = "shown", "withheld"
WITHOUT_GOLD = "not_gold"
FINAL = "final"


class SelectionError(ValueError):
    """Say what in the filters of a report cannot be used."""


@dataclass(frozen=True)
class Selection:
    """Choose labels; "", None and () choose all.

    `since` and `until` are days in UTC, both included; `annotators` are pseudonyms; `version` is
    a number of the codebook and its guidelines; `suggestions` is "shown" or "withheld" for the
    labels that were given with, or without, the machine's suggestions on the page, `outlet` is
    "shown" or "hidden" for those that were given with, or without, the outlet's name where the
    study draws that by lot. Where suggestions were revealed after a first answer, that one counts,
    as the judgement that owes nothing to them; `answers` is "final" for the answers after seeing
    them. `drawn` is "random" for the paragraphs that were given out by lot, where others were
    because the model was least sure of them, and "not_gold" for those that are not gold. `seed` is
    that of the replicates.
    """

    since: date | None = None
    until: date | None = None
    annotators: tuple[str, ...] = ()
    version: int | None = None
    suggestions: str = ""
    outlet: str = ""
    answers: str = ""
    drawn: str = ""
    seed: int = FIRST_SEED

    @property
    def is_all(self) -> bool:
        """Tell whether every label is chosen."""
        chosen = (self.since, self.until, self.annotators, self.version, self.suggestions)
        return not any((*chosen, self.drawn))

    @property
    def parameters(self) -> dict[str, Any]:
        """Give the part of an address that makes this selection, what is usual left out."""
        chosen = {
            "since": self.since and self.since.isoformat(),
            "until": self.until and self.until.isoformat(),
            "annotator": list(self.annotators),
            "version": self.version,
            "suggestions": self.suggestions,
            "outlet": self.outlet,
            "answers": self.answers,
            "drawn": self.drawn,
            "seed": None if self.seed == FIRST_SEED else self.seed,
        }
        return {name: value for name, value in chosen.items() if value}

    def sentences(self) -> Iterator[str]:
        """Say what was chosen, one sentence a filter."""
        if self.since and self.until:
            yield gettext(
                "Labels given from %(since)s to %(until)s.",
                since=day(self.since),
                until=day(self.until),
            )
        elif self.since:
            yield gettext("Labels given from %(since)s on.", since=day(self.since))
        elif self.until:
            yield gettext("Labels given up to %(until)s.", until=day(self.until))
        if self.annotators:
            yield gettext("Labels of %(annotators)s only.", annotators=", ".join(self.annotators))
        if self.version:
            yield gettext(
                "Labels given under version %(version)s of the codebook and guidelines only.",
                version=self.version,
            )
        if self.suggestions == SHOWN:
            yield gettext("Labels given with the machine’s suggestions on the page only.")
        if self.suggestions == WITHHELD:
            yield gettext("Labels given blind only, with nothing of the machine on the page.")
        if self.outlet == "shown":
            yield gettext("Labels given with the outlet’s name shown only.")
        if self.outlet == "hidden":
            yield gettext("Labels given with the outlet’s name hidden only.")
        if self.drawn == WITHOUT_GOLD:
            yield gettext("Labels of gold paragraphs are left out.")
        if self.drawn == DrawnAs.RANDOM:
            yield gettext(
                "Labels of paragraphs that were given out by lot only, not of those that the model "
                "was least sure of."
            )
        if self.answers == FINAL:
            yield gettext("Answers after a reveal count, not the first answers before it.")

    def conditions(self, account_of: dict[str, int]) -> list[ColumnElement[bool]]:
        """Give what annotations have to fulfil; `account_of` holds accounts by pseudonym."""
        found: list[ColumnElement[bool]] = []
        if self.since:
            found.append(Annotation.submitted_at >= _midnight(self.since))
        if self.until:
            found.append(Annotation.submitted_at < _midnight(self.until + timedelta(days=1)))
        if self.annotators:
            chosen = [account_of[each] for each in self.annotators if each in account_of]
            found.append(Assignment.account_id.in_(chosen))
        if self.version:
            found.append(CodebookVersion.number == self.version)
        if self.suggestions:
            is_blind = self.blind()
            found.append(is_blind if self.suggestions == WITHHELD else not_(is_blind))
        if self.outlet:
            found.append(Assignment.outlet_arm == self.outlet)
        if self.drawn == WITHOUT_GOLD:
            gold = select(GoldItem.paragraph_id).where(GoldItem.use != WITHDRAWN)
            found.append(Assignment.paragraph_id.not_in(gold))
        elif self.drawn:
            found.append(Assignment.drawn_as == self.drawn)
        return found

    def blind(self) -> ColumnElement[bool]:
        """Hold for annotations whose page said nothing of the machine.

        Either the lot withheld it, or the machine had said nothing when the page was served, or
        the first answer counts and was given before anything was revealed.
        """
        found = or_(Assignment.arm == "blind", Annotation.prescore_id.is_(None))
        if self.answers == FINAL:
            return found
        first = aliased(FirstAnnotation)
        alone = exists().where(first.assignment_id == Annotation.assignment_id, first.was_silent)
        return or_(found, alone.correlate(Annotation))


def selection_from(arguments: MultiDict[str, str]) -> Selection:
    """Read a selection from an address; raise `SelectionError`.

    >>> selection_from(MultiDict({"since": "2026-03-02", "version": "2"})).version
    2
    """
    found = Selection(
        since=_date(arguments.get("since", ""), gettext("The first day")),
        until=_date(arguments.get("until", ""), gettext("The last day")),
        annotators=tuple(dict.fromkeys(filter(None, arguments.getlist("annotator")))),
        version=_number(arguments.get("version", ""), gettext("The version"), LARGEST_SEED),
        suggestions=arguments.get("suggestions", ""),
        outlet=arguments.get("outlet", ""),
        answers=arguments.get("answers", ""),
        drawn=arguments.get("drawn", ""),
        seed=_number(arguments.get("seed", ""), gettext("The seed"), LARGEST_SEED) or FIRST_SEED,
    )
    if found.suggestions not in ("", SHOWN, WITHHELD):
        raise SelectionError(gettext("Suggestions are shown, withheld or both."))
    if found.outlet not in ("", "shown", "hidden"):
        raise SelectionError(gettext("The outlet’s name is shown, hidden or both."))
    if found.answers not in ("", FINAL):
        raise SelectionError(gettext("The answers that count are the first or the final ones."))
    if found.drawn not in ("", DrawnAs.RANDOM, WITHOUT_GOLD):
        raise SelectionError(
            gettext("Paragraphs are those given out by lot, those not gold, or all.")
        )
    if found.since and found.until and found.since > found.until:
        raise SelectionError(gettext("The first day is later than the last one."))
    return found


def _date(text: str, what: str) -> date | None:
    try:
        found = date.fromisoformat(text) if text else None
    except ValueError:
        raise SelectionError(_no_date(what)) from None
    if found is not None and not 1900 <= found.year <= 9000:
        raise SelectionError(_no_date(what))
    return found


def _no_date(what: str) -> str:
    return gettext("%(what)s must be a date such as 2026-03-02.", what=what)


def _number(text: str, what: str, largest: int) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text[:20]) <= largest:
        raise SelectionError(gettext("%(what)s must be a whole number from 1 on.", what=what))
    return int(text)


def _midnight(when: date) -> datetime:
    return datetime.combine(when, time(), tzinfo=UTC)
