"""Everything about one factory on one page of the desk, in a fixed number of questions."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from accord.casework.buildings import SharedBuilding, shared_with
from accord.casework.desk.plan_pages import DisciplinePlan, plans_of
from accord.casework.desk.sights import determined_orders, factories_seen
from accord.casework.desk.things import reads_only_what_is_issued
from accord.casework.desk.visitors import Visitor
from accord.casework.histories import Scope
from accord.casework.progress import progress
from accord.casework.publication import last_edition
from accord.records.danger import DangerToConfirm
from accord.records.edition import PublishedEdition
from accord.records.factory import Factory
from accord.records.inspection import Inspection, Report, Visit
from accord.records.order import OrderEvent, OrderFactory, SafetyOrder
from accord.rules.desk.access import Thing
from accord.rules.desk.actions import Action
from accord.rules.desk.reports import ReportState
from accord.rules.desk.rounds import VisitState
from accord.rules.figures.progress import Progress
from accord.rules.moments import Moment
from accord.rules.vocabulary import ORDER_ENDS, Discipline, Source

LAST_INSPECTIONS = 8
"""The page shows the latest; the others are on the page of inspections."""


@dataclass(frozen=True)
class Overview:
    """What the page shows."""

    factory: Factory
    whole: Progress
    by_discipline: tuple[tuple[Discipline, Progress], ...]
    buildings: tuple[SharedBuilding, ...]
    plans: tuple[DisciplinePlan, ...]
    inspections: tuple[Inspection, ...]
    visits: tuple[Visit, ...]
    """Planned ones; only for those who may read the plan of visits: some are not announced."""
    orders: tuple[SafetyOrder, ...]
    dangers: tuple[DangerToConfirm, ...]
    edition: PublishedEdition | None


def overview(session: Session, factory: Factory, *, who: Visitor, moment: Moment) -> Overview:
    """Return the factory as this visitor may see it."""
    number = factory.number
    # Signatories learn of an inspection with its report, of a danger once it is decided on.
    sees_all = not reads_only_what_is_issued(who, Action.READ_REPORT, Thing(frozenset({factory.id})))
    disciplines = [
        (discipline, progress(session, Scope(factory=number, discipline=discipline), moment=moment))
        for discipline in Discipline
    ]
    return Overview(
        factory=factory,
        whole=progress(session, Scope(factory=number), moment=moment),
        by_discipline=tuple(
            (discipline, each)
            for discipline, each in disciplines
            if each.initial.applicable or each.new.applicable or each.initial.withdrawn or each.new.withdrawn
        ),
        buildings=tuple(shared_with(session, factory, day=moment.today)),
        plans=tuple(plans_of(session, factory, who=who)),
        inspections=tuple(_inspections(session, factory, sees_all=sees_all)),
        visits=tuple(_visits(session, factory)) if who.may_at_all(Action.READ_VISITS) else (),
        orders=tuple(_orders(session, factory, sees_all=sees_all)),
        dangers=tuple(_dangers(session, factory)) if sees_all else (),
        edition=last_edition(session, factory),
    )


def factories_for(session: Session, who: Visitor) -> Sequence[Factory]:
    """Return the factories that this visitor sees, by name; those that were merged into others are left out."""
    seen = factories_seen(who.sight(Action.READ_FACTORY))
    return session.scalars(
        select(Factory)
        .where(seen, Factory.merged_into_id.is_(None))
        .options(joinedload(Factory.company_group))
        .order_by(Factory.name, Factory.number)
    ).all()


def _inspections(session: Session, factory: Factory, *, sees_all: bool) -> Sequence[Inspection]:
    query = select(Inspection).where(Inspection.factory_id == factory.id, Inspection.removed_at.is_(None))
    if not sees_all:
        issued = select(Report.inspection_id).where(Report.state == ReportState.ISSUED)
        query = query.where((Inspection.source == Source.IMPORTED) | Inspection.id.in_(issued))
    return session.scalars(
        query.order_by(Inspection.inspected_on.desc(), Inspection.id.desc()).limit(LAST_INSPECTIONS)
    ).all()


def _visits(session: Session, factory: Factory) -> Sequence[Visit]:
    query = select(Visit).where(Visit.factory_id == factory.id, Visit.state == VisitState.PLANNED)
    return session.scalars(query.options(joinedload(Visit.engineer)).order_by(Visit.planned_on, Visit.id)).all()


def _orders(session: Session, factory: Factory, *, sees_all: bool) -> Sequence[SafetyOrder]:
    ended = select(OrderEvent.order_id).where(OrderEvent.step.in_(ORDER_ENDS))
    of_factory = select(OrderFactory.order_id).where(OrderFactory.factory_id == factory.id)
    query = select(SafetyOrder).where(SafetyOrder.id.in_(of_factory), SafetyOrder.id.not_in(ended))
    if not sees_all:
        query = query.where(SafetyOrder.id.in_(determined_orders()))
    return session.scalars(query.options(joinedload(SafetyOrder.building)).order_by(SafetyOrder.id)).all()


def _dangers(session: Session, factory: Factory) -> Sequence[DangerToConfirm]:
    query = select(DangerToConfirm).where(
        DangerToConfirm.factory_id == factory.id, DangerToConfirm.settled_at.is_(None)
    )
    return session.scalars(query.options(joinedload(DangerToConfirm.building)).order_by(DangerToConfirm.id)).all()
