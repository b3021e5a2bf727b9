"""What the pages show of the Review Panel: what it determined, what was sent to it, and what the visitor may do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from accord.casework.desk.things import thing_of_order
from accord.casework.desk.visitors import Visitor
from accord.casework.notices.reached import reached
from accord.casework.orders.care import determinations_of, referrals_of
from accord.casework.orders.referral.referring import state_of
from accord.casework.orders.standing import counting, disciplines_of, is_referred, standing_of
from accord.records.order import SafetyOrder
from accord.records.order_care import PanelReferral
from accord.rules.desk.actions import Action
from accord.rules.moments import Moment
from accord.rules.orders.panel import Member, read
from accord.rules.orders.words import PanelOutcome, RecipientKind
from accord.rules.vocabulary import Discipline
from accord.web.desk.hazard_entries import name_of
from accord.web.desk.ordering.panel_form import DeterminationForm, ReferralForm, name_of_member


@dataclass(frozen=True)
class Determined:
    """A determination as it is read."""

    outcome: PanelOutcome
    determined_on: date
    is_unanimous: bool
    agreed: tuple[str, ...]
    against: tuple[str, ...]
    note: str | None
    holds: bool
    """Whether it is the last one."""
    counts: bool
    """Whether somebody who decides recorded or accepted it."""
    actor: str
    to_accept: int | None
    """Its number, where the visitor can accept it now."""


@dataclass(frozen=True)
class Referred:
    """A package that was sent."""

    id: int
    referred_on: date
    actor: str
    note: str | None
    kilobytes: int
    sha256_begins: str
    """Enough of it to compare by eye; the whole of it stands in the letter."""


@dataclass(frozen=True)
class PanelPage:
    """All that is shown, worked out so that the template decides nothing."""

    order: SafetyOrder
    is_shown: bool
    """Whether the panel has anything to do with the order."""
    is_referred: bool
    determined: Sequence[Determined]
    """The last one first."""
    referrals: Sequence[Referred]
    """The last one first; none for whoever may not read the packages."""
    determining: DeterminationForm | None
    referring: ReferralForm | None
    is_open_at: str | None
    """The form that was just refused: “determining” or “referring”."""
    lacks_contact: bool
    """Whether nobody of its secretariat is on record, for those who refer."""
    moment: Moment


def panel_of(
    session: Session,
    order: SafetyOrder,
    who: Visitor,
    *,
    panel: Sequence[Member],
    moment: Moment,
    determining: DeterminationForm | None = None,
    referring: ReferralForm | None = None,
) -> PanelPage:
    """Return what is shown of the Review Panel; a form is given where it was just refused."""
    thing, stands = thing_of_order(order), standing_of(order)
    is_structural = Discipline.STRUCTURAL in disciplines_of(order)
    found = determinations_of(session, order)
    is_asked = is_structural and stands.is_open
    may_refer = is_asked and stands.is_determined and who.may(Action.REFER_ORDER, thing)
    may_record = is_asked and who.may(Action.RECORD_DETERMINATION, thing)
    count = counting(session, found)
    may_refer_at_all = is_asked and who.may(Action.REFER_ORDER, thing)
    names = {each.name: name_of_member(each) for each in panel}
    return PanelPage(
        order=order,
        is_shown=is_structural or bool(found),
        is_referred=is_referred(order),
        determined=[
            Determined(
                each.outcome,
                each.determined_on,
                is_unanimous=each.is_unanimous,
                agreed=_named(read(each.members).agreed, names),
                against=_named(read(each.members).against, names),
                note=each.note,
                holds=each is found[0],
                counts=each.id in count,
                actor=name_of(each.actor),
                to_accept=each.id if may_refer_at_all and each is found[0] and each.id not in count else None,
            )
            for each in found
        ],
        referrals=[_referred(each) for each in referrals_of(session, order)]
        if who.may(Action.READ_REFERRAL, thing)
        else (),
        determining=_offering(determining, panel) if may_record else None,
        referring=(referring or _referring(session, order)) if may_refer else None,
        is_open_at="determining" if determining else "referring" if referring else None,
        lacks_contact=may_refer and not _is_reached(session, moment),
        moment=moment,
    )


def _referred(sent: PanelReferral) -> Referred:
    kilobytes = -(-sent.package_bytes // 1024)
    return Referred(sent.id, sent.referred_on, name_of(sent.actor), sent.note, kilobytes, sent.package_sha256[:16])


def _offering(form: DeterminationForm | None, panel: Sequence[Member]) -> DeterminationForm:
    offered = form or DeterminationForm(formdata=None, prefix="panel-")
    offered.offer(panel)
    return offered


def _referring(session: Session, order: SafetyOrder) -> ReferralForm:
    form = ReferralForm(formdata=None, prefix="referral-")
    form.seen.data = state_of(session, order)
    return form


def _is_reached(session: Session, moment: Moment) -> bool:
    kind = RecipientKind.REVIEW_PANEL.value
    return any(each.email or each.telephone for each in reached(session, [kind], moment=moment)[kind])


def _named(members: Iterable[str], names: dict[str, str]) -> tuple[str, ...]:
    return tuple(names.get(each, each) for each in members)
