"""What the public may read of a factory besides its hazards: the only way there from the records."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from accord.casework.progress import APPROVED
from accord.casework.sourcing import counting_for
from accord.casework.standing_reports import EVERY_REPORT, standing_reports
from accord.records.cap import CapStep, CapVersion, Recognition
from accord.records.factory import Building, CoverageChange, Factory, Occupant, Signatory, Sourcing
from accord.records.inspection import Inspection
from accord.rules.moments import Moment
from accord.rules.public.disclosure import (
    ApprovalDisclosed,
    BuildingDisclosed,
    CoverageDisclosed,
    FactoryDisclosed,
    InspectionDisclosed,
    RecognitionDisclosed,
    name_shown,
)
from accord.rules.vocabulary import CapState, Discipline


def approvals_of(session: Session, factory: Factory, *, moment: Moment) -> tuple[ApprovalDisclosed, ...]:
    """Return every version that is approved by now, by discipline and number, as far as its finance has come by now."""
    today = moment.today
    steps = session.execute(
        select(CapVersion, CapStep)
        .join(CapStep, CapStep.version_id == CapVersion.id)
        .where(
            CapVersion.factory_id == factory.id,
            CapStep.state.in_(APPROVED),
            CapVersion.state != CapState.TAKEN_BACK,
            CapStep.happened_on <= today,
            CapStep.recorded_at < moment.end_of(today),
        )
        .order_by(CapVersion.number, CapStep.id)
    )
    reached: dict[CapVersion, list[CapStep]] = {}
    for version, step in steps:
        reached.setdefault(version, []).append(step)
    return tuple(
        _approval(version, approvals)
        for discipline in Discipline
        for version, approvals in reached.items()
        if version.discipline is discipline
    )


def _approval(version: CapVersion, approvals: Sequence[CapStep]) -> ApprovalDisclosed:
    state = approvals[-1].state
    return ApprovalDisclosed(
        version.discipline,
        version=version.number,
        state=state,
        approved_on=approvals[0].happened_on,
        # That finance was agreed later is not said of the day before it was.
        finance_agreed=version.finance_agreed if state is version.state else False,
        source=version.source,
    )


def recognitions_of(session: Session, factory: Factory) -> tuple[RecognitionDisclosed, ...]:
    """Return every letter of recognition, withdrawn ones too."""
    letters = session.scalars(
        select(Recognition)
        .where(Recognition.factory_id == factory.id)
        .order_by(Recognition.recognised_on, Recognition.id)
    )
    return tuple(
        RecognitionDisclosed(
            letter.recognised_on,
            letter.withdrawn_on,
            number=letter.number,
            why_withdrawn=letter.why_withdrawn,
            why_withdrawn_bn=letter.why_withdrawn_bn,
        )
        for letter in letters
    )


def coverage_changes_of(session: Session, factory: Factory) -> tuple[CoverageDisclosed, ...]:
    """Return every change of coverage, in the order of recording."""
    changes = session.scalars(
        select(CoverageChange).where(CoverageChange.factory_id == factory.id).order_by(CoverageChange.id)
    )
    return tuple(
        CoverageDisclosed(change.coverage, change.from_on, change.reason, change.reason_bn) for change in changes
    )


def inspections_of(session: Session, factory: Factory, *, for_public: bool = True) -> tuple[InspectionDisclosed, ...]:
    """Return every visit, oldest first: that engineers were there is a fact.

    A rating only of structural ones, and for the public only where the report that says so is approved.
    """
    visits = session.scalars(
        select(Inspection)
        .where(Inspection.factory_id == factory.id, Inspection.removed_at.is_(None))
        .order_by(Inspection.inspected_on, Inspection.id)
    ).all()
    reports = standing_reports(session, [visit.id for visit in visits]) if for_public else EVERY_REPORT
    return tuple(
        InspectionDisclosed(
            visit.discipline,
            kind=visit.kind,
            ordinal=visit.ordinal,
            inspected_on=visit.inspected_on,
            rating=visit.rating
            if visit.discipline is Discipline.STRUCTURAL and reports.vouch_for(visit.source, visit.id)
            else None,
        )
        for visit in visits
    )


@dataclass(frozen=True)
class Signatories:
    """How many signatories buy from a factory, and the names of those that agreed to be named."""

    count: int
    named: tuple[str, ...]


def signatories_of(session: Session, factory: Factory, *, moment: Moment) -> Signatories:
    """Return who buys from the factory today: a consent that was taken back counts at once."""
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
    return Signatories(len(suppliers), tuple(name for name, agreed in suppliers if agreed))


def disclosed_factory(session: Session, factory: Factory, *, moment: Moment) -> FactoryDisclosed:
    """Return what the public may know of the factory itself today."""
    suppliers = signatories_of(session, factory, moment=moment)
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
        signatory_count=suppliers.count,
        signatories_named=suppliers.named,
        summary=factory.summary,
        summary_bn=factory.summary_bn,
        buildings=tuple(_buildings(session, factory, moment=moment)),
        upazila=factory.upazila,
        latitude_degrees=factory.latitude_degrees,
        longitude_degrees=factory.longitude_degrees,
        production=factory.production,
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
