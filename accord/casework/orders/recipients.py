"""Who is told of an order at which step: frozen with it, so that whoever moves out stays told until the end.

Organisations are named by what never changes: “factory 12”, “committee 12”, “occupant 5”, “landlord 4” (the building),
“signatory 3”. Source: DOMAIN.md section 6.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, insert, select
from sqlalchemy.orm import Session

from accord.casework.buildings import occupants_on
from accord.casework.orders.on_call import organisation_of
from accord.casework.orders.standing import disciplines_of
from accord.records.factory import Factory, Occupant, Signatory, Sourcing
from accord.records.order import OrderFactory, OrderRecipient, SafetyOrder
from accord.rules.moments import Moment
from accord.rules.orders.words import TOLD_AT_ONCE, RecipientKind
from accord.rules.vocabulary import OrderStep

NAMES = {
    RecipientKind.CHIEF_SAFETY_OFFICER: "Chief Safety Officer",
    RecipientKind.LABOUR_SIGNATORIES: "Labour signatories",
    RecipientKind.INSPECTOR_GENERAL: "Inspector General, DIFE",
    RecipientKind.STEERING_COMMITTEE: "Steering Committee",
    RecipientKind.REVIEW_PANEL: "Review Panel, secretariat",
}
"""Of those of whom there is one."""

ONCE_DETERMINED = (RecipientKind.LABOUR_SIGNATORIES, RecipientKind.INSPECTOR_GENERAL)


@dataclass(frozen=True)
class ToTell:
    """An organisation that is to be told."""

    kind: RecipientKind
    organisation: str
    name: str
    factory_id: int | None = None
    signatory_id: int | None = None


def the_only(kind: RecipientKind) -> ToTell:
    """Return the recipient of a kind of which there is one."""
    return ToTell(kind, kind.value, NAMES[kind])


def who_is_told(session: Session, order: SafetyOrder, step: OrderStep, *, moment: Moment) -> list[ToTell]:
    """Return everybody who is told of the order at a step as things stand today, each once.

    When it is raised: the factories, their safety committees, the chief safety officer and the engineers on call of
    its disciplines. From its determination on: every occupant, the landlord, all signatories of every factory in the
    building, the labour signatories, the state.
    """
    inside = occupants_on(session, order.building, day=moment.today)
    factories = _factories(order, inside)
    told = [the_only(RecipientKind.CHIEF_SAFETY_OFFICER), *_on_call(order)]
    for factory in factories:
        name = called(factory)
        told.append(ToTell(RecipientKind.FACTORY, f"factory {factory.id}", name, factory_id=factory.id))
        told.append(ToTell(RecipientKind.SAFETY_COMMITTEE, f"committee {factory.id}", name, factory_id=factory.id))
    if step is OrderStep.RAISED:
        return [each for each in told if each.kind in TOLD_AT_ONCE]
    told += [
        ToTell(RecipientKind.OCCUPANT, f"occupant {each.id}", each.other_name) for each in inside if each.other_name
    ]
    if order.building.landlord:
        told.append(ToTell(RecipientKind.LANDLORD, f"landlord {order.building_id}", order.building.landlord))
    told += _signatories(session, factories, moment.today)
    told += [the_only(kind) for kind in ONCE_DETERMINED]
    return told


def freeze(
    session: Session, order: SafetyOrder, told: Iterable[ToTell], *, step: OrderStep, moment: Moment
) -> Sequence[OrderRecipient]:
    """Write who is told from a step on, each once for ever, and return those who were not told before."""
    known = set(session.scalars(select(OrderRecipient.organisation).where(OrderRecipient.order_id == order.id)))
    new = {each.organisation: each for each in told if each.organisation not in known}
    if not new:
        return []
    session.execute(
        insert(OrderRecipient),
        [
            {
                "order_id": order.id,
                "kind": each.kind,
                "organisation": each.organisation,
                "name": each.name[:300],
                "factory_id": each.factory_id,
                "signatory_id": each.signatory_id,
                "from_step": step,
                "recorded_at": moment.now,
            }
            for each in new.values()
        ],
    )
    session.expire(order, ["recipients"])
    return [each for each in order.recipients if each.organisation in new]


def keep_factories(session: Session, order: SafetyOrder, extra: Collection[Factory] = (), *, moment: Moment) -> None:
    """Write which factories are in the building while the order is open; one that has left stays named."""
    inside = occupants_on(session, order.building, day=moment.today)
    known = {link.factory_id for link in order.factories}
    wanted = {each.id for each in _factories(order, inside)} | {each.id for each in extra}
    if new := sorted(wanted - known):
        session.execute(insert(OrderFactory), [{"order_id": order.id, "factory_id": each} for each in new])
        session.expire(order, ["factories"])


def join_recipients(
    session: Session, order: SafetyOrder, *, is_determined: bool, moment: Moment
) -> Sequence[OrderRecipient]:
    """Add whoever has come since the order was raised or determined, and return them: they are told like the others."""
    keep_factories(session, order, moment=moment)
    step = OrderStep.DETERMINED if is_determined else OrderStep.RAISED
    return freeze(session, order, who_is_told(session, order, step, moment=moment), step=step, moment=moment)


def called(factory: Factory) -> str:
    """Return what a factory is called; its number where no document has shown a name."""
    return factory.name or f"Factory {factory.number}"


def _factories(order: SafetyOrder, inside: Sequence[Occupant]) -> list[Factory]:
    here = [each.factory for each in inside if each.factory] + [link.factory for link in order.factories]
    # One that was merged is told under the factory that stands for it, and so but once.
    standing = {each.id: each for each in (factory.merged_into or factory for factory in here)}
    return sorted(standing.values(), key=lambda each: each.number)


def _signatories(session: Session, factories: Sequence[Factory], day: date) -> list[ToTell]:
    ids = [factory.id for factory in factories]
    merged = select(Factory.id).where(Factory.merged_into_id.in_(ids))
    buys = (
        (Sourcing.factory_id.in_(ids) | Sourcing.factory_id.in_(merged))
        & (Sourcing.from_on <= day)
        & (Sourcing.to_on.is_(None) | (Sourcing.to_on > day))
    )
    query = select(Signatory).where(exists().where(Sourcing.signatory_id == Signatory.id, buys)).order_by(Signatory.id)
    return [
        ToTell(RecipientKind.SIGNATORY, f"signatory {each.id}", each.name, signatory_id=each.id)
        for each in session.scalars(query)
    ]


def _on_call(order: SafetyOrder) -> list[ToTell]:
    # Whoever is on call when a letter goes out gets it, and all engineers of the discipline where nobody is.
    return [
        ToTell(RecipientKind.ON_CALL, organisation_of(each), f"{each.capitalize()} engineers on call")
        for each in sorted(disciplines_of(order))
    ]
