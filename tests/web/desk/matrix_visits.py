"""What stands behind the addresses around a visit, for the test that asks every address as everybody."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import product

from accord.records.factory import Building, Occupant
from accord.records.incident import Incident
from accord.records.inspection import Attendee, Inspection, Measurement, Report, ReportStep, Visit
from accord.records.paperwork import DocumentStep, HazardWait, RequiredDocument
from accord.rules.desk.access import Thing
from accord.rules.desk.incidents import IncidentKind
from accord.rules.desk.measurements import Quantity, Unit
from accord.rules.desk.paperwork import DISCIPLINE_OF, DocumentKind, DocumentState
from accord.rules.desk.reports import ReportState
from accord.rules.desk.rounds import Attending
from accord.rules.vocabulary import Discipline, InspectionKind
from tests.desk_builders import a_factory_with_hazard, an_inspection
from tests.web.desk.matrix_objects import Asked, Builder, World, inspections


def reports(world: World) -> Sequence[Asked]:
    """Issued reports of both factories, of two disciplines. Drafts are for the programme alone: tests of their own."""
    asked = []
    for factory, discipline in product(world.factories, (Discipline.FIRE, Discipline.ELECTRICAL)):
        inspection = an_inspection(world.session, factory, discipline=discipline)
        recorded = {"actor": "somebody", "recorded_at": world.moment.now}
        report = Report(inspection_id=inspection.id, number=0, state=ReportState.ISSUED, summary="Seen.", **recorded)
        person_id = world.people["chief safety officer"].id
        step = ReportStep(state=ReportState.ISSUED, happened_on=world.moment.today, person_id=person_id, **recorded)
        report.steps.append(step)
        world.session.add(report)
        world.session.flush()
        asked.append(Asked({"report_id": report.id}, Thing(frozenset({factory.id}), discipline)))
    return asked


def attended(world: World) -> Sequence[Asked]:
    """Somebody who attended an inspection."""
    asked = []
    for each in inspections(world):
        attendee = Attendee(
            inspection_id=each.values["inspection_id"], name="Rahima Begum", attends_for=Attending.UNION
        )
        world.session.add(attendee)
        world.session.flush()
        asked.append(replace(each, values={**each.values, "attendee_id": attendee.id}))
    return asked


def measured(world: World) -> Sequence[Asked]:
    """Something that was measured on an inspection."""
    asked = []
    for each in inspections(world):
        measurement = Measurement(
            inspection_id=each.values["inspection_id"],
            place="roof",
            quantity=Quantity.TEMPERATURE,
            value=40.0,
            typed_value="40",
            typed_unit=Unit.CELSIUS,
            method="camera",
            actor="somebody",
            recorded_at=world.moment.now,
        )
        world.session.add(measurement)
        world.session.flush()
        asked.append(replace(each, values={**each.values, "measurement_id": measurement.id}))
    return asked


def with_building(world: World) -> Sequence[Asked]:
    """A building of the inspected factory."""
    asked = []
    for each in inspections(world):
        inspection = world.session.get_one(Inspection, each.values["inspection_id"])
        building = Building(name="Main building", occupants=[Occupant(factory=inspection.factory)])
        world.session.add(building)
        world.session.flush()
        asked.append(replace(each, values={**each.values, "building_id": building.id}))
    return asked


def visits(world: World) -> Sequence[Asked]:
    """Planned visits to both factories."""
    asked = []
    for factory in world.factories:
        visit = Visit(
            factory_id=factory.id,
            discipline=Discipline.FIRE,
            kind=InspectionKind.FOLLOW_UP,
            planned_on=date(2024, 7, 8),
            engineer_id=world.people["fire engineer"].id,
            actor="somebody",
            recorded_at=world.moment.now,
        )
        world.session.add(visit)
        world.session.flush()
        asked.append(Asked({"visit_id": visit.id}, Thing(frozenset({factory.id}), Discipline.FIRE, is_issued=False)))
    return asked


def documents(world: World) -> Sequence[Asked]:
    """Documents that both factories owe."""
    asked = []
    for factory in world.factories:
        recorded = {"actor": "somebody", "recorded_at": world.moment.now}
        document = RequiredDocument(
            factory_id=factory.id,
            kind=DocumentKind.FIRE_DESIGN,
            steps=[DocumentStep(state=DocumentState.REQUIRED, happened_on=world.moment.today, **recorded)],
            **recorded,
        )
        world.session.add(document)
        world.session.flush()
        thing = Thing(frozenset({factory.id}), DISCIPLINE_OF[document.kind])
        asked.append(Asked({"document_id": document.id}, thing))
    return asked


def waits(world: World) -> Sequence[Asked]:
    """A hazard that waits on a document of its factory."""
    asked = []
    for each, factory in zip(documents(world), world.factories, strict=True):
        hazard = a_factory_with_hazard(world.session, world.moment, number=factory.number)
        wait = HazardWait(
            hazard_id=hazard.id,
            document_id=each.values["document_id"],
            from_on=world.moment.today,
            actor="somebody",
            recorded_at=world.moment.now,
        )
        world.session.add(wait)
        world.session.flush()
        asked.append(replace(each, values={**each.values, "wait_id": wait.id}))
    return asked


def incidents(world: World) -> Sequence[Asked]:
    """Accidents at both factories: nothing of them is issued to the signatories."""
    asked = []
    for factory in world.factories:
        incident = Incident(
            factory_id=factory.id,
            kind=IncidentKind.FIRE,
            happened_on=date(2024, 5, 1),
            account="Smoke.",
            actor="somebody",
            recorded_at=world.moment.now,
        )
        world.session.add(incident)
        world.session.flush()
        asked.append(Asked({"incident_id": incident.id}, Thing(frozenset({factory.id}), is_issued=False)))
    return asked


def factories(world: World) -> Sequence[Asked]:
    """Each of the two factories by its number."""
    return [Asked({"number": factory.number}, Thing(frozenset({factory.id}))) for factory in world.factories]


VISITS: dict[str, Builder] = {
    "incidents.mend": incidents,
    "incidents.show": incidents,
    "inspections.attend": inspections,
    "inspections.change": inspections,
    "inspections.leave": attended,
    "inspections.mend": inspections,
    "inspections.show": inspections,
    "measurements.building": with_building,
    "measurements.new": inspections,
    "measurements.rate": with_building,
    "measurements.record": inspections,
    "measurements.take_out": measured,
    "papers.demand": factories,
    "papers.end": waits,
    "papers.hand_in": documents,
    "papers.judge": documents,
    "papers.list": factories,
    "papers.wait": documents,
    "places.building": inspections,
    "places.correct": with_building,
    "places.corrected": with_building,
    "places.floor": inspections,
    "places.load_of": inspections,
    "places.show": inspections,
    "places.zone": inspections,
    "reports.check": reports,
    "reports.give_back": reports,
    "reports.revise": reports,
    "reports.show": reports,
    "reports.write": reports,
    "visits.cancel": visits,
    "visits.move": visits,
    "visits.visit": visits,
}
"""By endpoint: what stands behind an address that has a parameter."""
