"""Puts together what the public may read of one factory: the only way from the records to an edition."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, aliased, selectinload

from accord.casework.disclosed_hazards import disclosed_hazards
from accord.casework.histories import Scope, hazards_in, histories
from accord.casework.progress import APPROVED, progress_from, standing_of
from accord.casework.sourcing import counting_for
from accord.records.cap import CapVersion, Recognition
from accord.records.factory import Building, Factory, Occupant, Signatory, Sourcing
from accord.records.hazard import Hazard, HazardFactory
from accord.records.inspection import Inspection
from accord.records.journal import Fact
from accord.rules.disclosure import (
    ApprovalDisclosed,
    BuildingDisclosed,
    Edition,
    FactoryDisclosed,
    InspectionDisclosed,
    RecognitionDisclosed,
    name_shown,
)
from accord.rules.factory_status import factory_status
from accord.rules.moments import Moment
from accord.rules.redaction import Redacted, redacted
from accord.rules.vocabulary import Discipline

DEMONSTRATION = "demonstration"
"""The fact that an installation holds invented data."""


def is_demonstration(session: Session) -> bool:
    """Return whether this installation holds invented data, which every page and document must say."""
    return session.get(Fact, DEMONSTRATION) is not None


def disclose(session: Session, factory: Factory, *, moment: Moment, number: int, for_public: bool = True) -> Edition:
    """Return the factory's CAP as it stands, in the fields the public may read.

    `for_public` False is for those who work on the CAP: hazards of a discipline whose CAP was never approved are
    in it, and nothing is hidden in a text.
    """
    if for_public:
        return disclose_with_hidden(session, factory, moment=moment, number=number).edition
    return _compiled(session, factory, moment=moment, number=number, for_public=False)


def disclose_with_hidden(session: Session, factory: Factory, *, moment: Moment, number: int) -> Redacted:
    """Return the factory's CAP as the public may read it, and where something of it is hidden."""
    return redacted(_compiled(session, factory, moment=moment, number=number, for_public=True))


def _compiled(session: Session, factory: Factory, *, moment: Moment, number: int, for_public: bool) -> Edition:
    approvals = approvals_of(session, factory)
    disciplines = {approval.discipline for approval in approvals} if for_public else set(Discipline)
    every = _hazards(session, factory)
    found = histories(session, _of_today(factory, moment), moment=moment)
    day = {"as_of": moment.today, "known_at": moment.today}
    standing = standing_of(session, factory, moment=moment, **day)
    status = factory_status(standing, progress_from(found.values(), **day))
    shown = [hazard for hazard in every if hazard.discipline in disciplines]
    by_discipline = {
        discipline: [found[hazard.id] for hazard in shown if hazard.discipline is discipline]
        for discipline in Discipline
    }
    return Edition(
        factory=_factory(session, factory, moment=moment),
        number=number,
        published_on=moment.today,
        as_of=moment.today,
        is_demonstration=is_demonstration(session),
        status=status,
        progress=replace(progress_from([found[hazard.id] for hazard in shown], **day), status=status),
        progress_by_discipline=tuple(
            (discipline, progress_from(of_it, **day)) for discipline, of_it in by_discipline.items() if of_it
        ),
        approvals=tuple(approvals),
        inspections=tuple(_inspections(session, factory)),
        hazards=disclosed_hazards(shown, found, factory=factory, moment=moment),
        recognitions=recognitions_of(session, factory),
    )


def _of_today(factory: Factory, moment: Moment) -> Select[int]:
    today = moment.today
    return hazards_in(Scope(factory=factory.number), as_of=today, known_before=moment.end_of(today))


def approvals_of(session: Session, factory: Factory) -> list[ApprovalDisclosed]:
    """Return every approved version, by discipline and number."""
    versions = session.scalars(
        select(CapVersion)
        .where(CapVersion.factory_id == factory.id, CapVersion.state.in_(APPROVED))
        .order_by(CapVersion.number)
    ).all()
    return [
        ApprovalDisclosed(
            version.discipline,
            version=version.number,
            state=version.state,
            approved_on=version.approved_on,
            finance_agreed=version.finance_agreed,
            source=version.source,
        )
        for discipline in Discipline
        for version in versions
        if version.discipline is discipline and version.approved_on
    ]


def recognitions_of(session: Session, factory: Factory) -> tuple[RecognitionDisclosed, ...]:
    """Return every letter of recognition, withdrawn ones too."""
    letters = session.scalars(
        select(Recognition)
        .where(Recognition.factory_id == factory.id)
        .order_by(Recognition.recognised_on, Recognition.id)
    )
    return tuple(RecognitionDisclosed(letter.recognised_on, letter.withdrawn_on) for letter in letters)


def _hazards(session: Session, factory: Factory) -> Sequence[Hazard]:
    query = (
        select(Hazard)
        .join(HazardFactory)
        .where(HazardFactory.factory_id == factory.id)
        .options(
            selectinload(Hazard.events),
            selectinload(Hazard.deadlines),
            selectinload(Hazard.log),
            selectinload(Hazard.links).selectinload(HazardFactory.factory),
        )
    )
    order = list(Discipline)
    return sorted(session.scalars(query), key=lambda hazard: (order.index(hazard.discipline), hazard.item))


def _inspections(session: Session, factory: Factory) -> Iterable[InspectionDisclosed]:
    query = (
        select(Inspection).where(Inspection.factory_id == factory.id).order_by(Inspection.inspected_on, Inspection.id)
    )
    return (
        InspectionDisclosed(
            visit.discipline,
            kind=visit.kind,
            ordinal=visit.ordinal,
            inspected_on=visit.inspected_on,
            rating=visit.rating if visit.discipline is Discipline.STRUCTURAL else None,
        )
        for visit in session.scalars(query)
    )


def _factory(session: Session, factory: Factory, *, moment: Moment) -> FactoryDisclosed:
    suppliers = session.execute(
        select(Signatory.name, Signatory.agreed_to_be_named)
        .join(Sourcing)
        .where(
            counting_for(factory),
            Sourcing.from_on <= moment.today,
            Sourcing.to_on.is_(None) | (Sourcing.to_on > moment.today),
        )
        .order_by(Signatory.name)
        .distinct()
    ).all()
    return FactoryDisclosed(
        number=factory.number,
        name=name_shown(factory.name, factory.number),
        name_bn=factory.name_bn,
        address=factory.address,
        address_bn=factory.address_bn,
        district=factory.district,
        company_group=factory.company_group.name if factory.company_group else None,
        coverage=factory.coverage,
        os_id=factory.os_id,
        workers=factory.workers,
        workers_women=factory.workers_women,
        signatory_count=len(suppliers),
        signatories_named=tuple(name for name, agreed in suppliers if agreed),
        summary=factory.summary,
        summary_bn=factory.summary_bn,
        buildings=tuple(_buildings(session, factory, moment=moment)),
    )


def _buildings(session: Session, factory: Factory, *, moment: Moment) -> Iterable[BuildingDisclosed]:
    inside, anyone = aliased(Occupant), aliased(Occupant)
    occupants = (
        select(func.count())
        .where(anyone.building_id == Building.id, _there_on(anyone, moment.today))
        .correlate(Building)
        .scalar_subquery()
    )
    query = (
        select(Building, occupants)
        .join(inside, inside.building_id == Building.id)
        .where(inside.factory_id == factory.id, _there_on(inside, moment.today))
        .order_by(Building.name)
    )
    return (
        BuildingDisclosed(
            building.name,
            name_bn=building.name_bn,
            storeys=building.storeys,
            construction=building.construction,
            year_built=building.year_built,
            is_shared=occupant_count > 1,
        )
        for building, occupant_count in session.execute(query)
    )


def _there_on(occupant: type[Occupant], day: date) -> ColumnElement[bool]:
    began = occupant.from_on.is_(None) | (occupant.from_on <= day)
    return began & (occupant.to_on.is_(None) | (occupant.to_on > day))
