"""Dangers that an imported sheet speaks of: an engineer confirms one, and then its order is raised, or it is none.

An import raises nothing by itself. Source: DOMAIN.md section 6.
"""

from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.desk.visitors import Visitor
from accord.casework.orders.causes import RATED, Cause
from accord.casework.orders.raising import building_of_danger, raise_or_join
from accord.casework.refusals import N_, Told
from accord.records.danger import DangerToConfirm
from accord.records.factory import Building
from accord.records.order import SafetyOrder
from accord.rules.desk.danger import ORDERS_OF
from accord.rules.desk.people import Role
from accord.rules.moments import Moment
from accord.rules.orders.words import CauseKind
from accord.rules.vocabulary import Discipline, OrderKind

DECIDERS = frozenset({Role.CHIEF_SAFETY_OFFICER, Role.DEPUTY})


class NotYoursToConfirm(Told):
    """Somebody else than an engineer of the discipline, the chief safety officer or the deputy decides on a danger."""

    sentence = N_(
        "Only an engineer of this discipline, the chief safety officer or the deputy can decide whether this is a "
        "danger."
    )


class SettledAlready(Told):
    """Somebody has decided on the danger already."""

    sentence = N_("Somebody has decided on this danger already: look at it again.")


class SayWhichOrder(Told):
    """A danger that several orders may answer was confirmed without saying which."""

    sentence = N_("Say what must happen at once: clear the building, take loads down, or shut the boiler down.")


class WhyNoDanger(Told):
    """A danger was dismissed without a reason."""

    sentence = N_("Say why it is no danger: the reason stays on record with your name.")


def confirm_danger(
    session: Session,
    danger: DangerToConfirm,
    *,
    kind: OrderKind | None = None,
    building: Building | None = None,
    who: Visitor,
    moment: Moment,
) -> SafetyOrder:
    """Confirm that people are in danger: the order is raised, or joined, once, and everybody is told.

    `kind` is asked for where the sheet did not say it; `building` where the danger names none and the factory is in
    several.
    """
    _take(session, danger, who)
    order_kind = kind or danger.kind
    if order_kind is None or (kind is not None and kind not in kinds_of(danger)):
        raise SayWhichOrder
    factory = danger.factory.merged_into or danger.factory
    where = danger.building or building or (danger.hazard.building if danger.hazard else None)
    if where is None:
        where = building_of_danger(session, factory, who=who, moment=moment)
    hazard = danger.hazard
    words, words_bn = _words(danger)
    cause = Cause(
        kind=CauseKind.IMPORTED,
        order=order_kind,
        discipline=danger.discipline,
        building=where,
        factories=[factory],
        words=words,
        words_bn=words_bn,
        hazard=hazard,
        danger=danger,
    )
    order = raise_or_join(session, cause, who=who, moment=moment)
    danger.order_id, danger.building_id = order.id, where.id
    danger.settled_at, danger.settled_by = moment.now, who.actor
    _note(session, "confirmed a danger", danger, who=who, moment=moment, order=order.id)
    return order


def dismiss_danger(
    session: Session, danger: DangerToConfirm, *, reason: str | None, who: Visitor, moment: Moment
) -> None:
    """Say that what the sheet speaks of is no danger, and why."""
    if not reason or not reason.strip():
        raise WhyNoDanger
    _take(session, danger, who)
    danger.settled_at, danger.settled_by, danger.settled_note = moment.now, who.actor, reason
    _note(session, "found that there is no danger", danger, who=who, moment=moment, reason=reason)


def may_confirm(who: Visitor, danger: DangerToConfirm) -> bool:
    """Return whether the visitor may decide on the danger."""
    return danger.discipline in who.disciplines or bool(DECIDERS & set(who.roles))


def _take(session: Session, danger: DangerToConfirm, who: Visitor) -> None:
    if not may_confirm(who, danger):
        raise NotYoursToConfirm
    # Of two who decide at once the second reads what the first has written.
    session.flush()
    session.refresh(danger, with_for_update=True)
    if danger.settled_at is not None:
        raise SettledAlready


def has_bangla(danger: DangerToConfirm) -> bool:
    """Return whether what hangs at the gate because of it would be in Bangla too."""
    return bool(_words(danger)[1])


def _words(danger: DangerToConfirm) -> tuple[str, str | None]:
    """Return what everybody is told of the danger, in English and in Bangla where it is known there."""
    hazard = danger.hazard
    if hazard and hazard.observation:
        return hazard.observation, hazard.observation_bn
    rated = next((said for rating, said in RATED.items() if danger.because == f"rating {rating.value}"), None)
    return rated or (f"Imported corrective action plan: {danger.because}.", None)


def kinds_of(danger: DangerToConfirm) -> tuple[OrderKind, ...]:
    """Return the orders that may answer the danger, what the sheet says first."""
    said = (danger.kind,) if danger.kind else ()
    # A structure that is red clears the building; what an engineer knows by now may ask for less, or for more.
    also = (OrderKind.LOAD_REDUCTION,) if danger.discipline is Discipline.STRUCTURAL else ()
    return tuple(dict.fromkeys((*said, *ORDERS_OF[danger.discipline], *also)))


def _note(
    session: Session, deed: str, danger: DangerToConfirm, *, who: Visitor, moment: Moment, **told: object
) -> None:
    session.flush()
    details = {"danger": danger.id, "because": danger.because, "hazard": danger.hazard_id, **told}
    number = danger.factory.number
    journal.note(session, deed, f"factory {number}", actor=who.actor, moment=moment, details=details)
