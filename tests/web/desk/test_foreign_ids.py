"""What a form says in its body is no way around the address: ids of another factory, and fields that nobody offers."""

import sqlite3

import pytest

from accord.casework.desk.papers import require_document
from accord.casework.desk.plans import open_draft
from accord.casework.desk.reports import begin_report
from accord.records.factory import Building, Floor, Occupant, Zone
from accord.records.hazard import HazardEvent
from accord.records.inspection import Attendee, InspectionEngineer, Report, Visit
from accord.records.person import Person
from accord.records.plan import CapLine
from accord.rules.desk.paperwork import DocumentKind
from accord.rules.desk.people import Role
from accord.rules.desk.reports import ReportState
from accord.rules.desk.rounds import Attending
from accord.rules.vocabulary import Discipline, InspectionKind, Source, Status
from tests.desk_builders import a_factory_with_hazard, a_person, a_visitor, an_engineer, an_inspection

FIRE = Discipline.FIRE
HAZARD = {
    "key": "0123456789abcdef",
    "place": "",
    "location": "Stair 2",
    "category": "lockable_or_collapsible_gates",
    "observation": "A gate.",
    "recommended_action": "Remove the gate.",
    "recommended_timeline": "6 weeks",
    "severity": "high",
}
READING = {"quantity": "temperature", "number": "81", "unit": "°C", "method": "camera"}
LINE = {"action_plan": "All gates of stair 2 are removed.", "due_on": "2024-09-01", "opened_at": ""}
INCIDENT = {"factory": "9001", "kind": "fire", "happened_on": "2024-06-01", "account": "Smoke."}
VISIT = {"discipline": "fire", "kind": "follow_up", "planned_on": "2024-07-20", "factory": "9001"}
MADE = {"factory": "9001", "discipline": "fire", "kind": "follow_up", "inspected_on": "2024-06-20"}


def things_of(session, moment, number, engineer):
    """Write a factory with one of everything, and return the ids by name."""
    hazard = a_factory_with_hazard(session, moment, number=number)
    factory = hazard.links[0].factory
    visit = an_inspection(session, factory)
    visit.engineers.append(InspectionEngineer(person_id=engineer.id))
    building = Building(name=f"Hall {number}", occupants=[Occupant(factory=factory)])
    building.floors = [Floor(level=0, zones=[Zone(name="Cutting")])]
    session.add(building)
    session.flush()
    who = a_visitor(session, engineer, moment)
    chief = a_visitor(session, a_person(session, Role.CHIEF_SAFETY_OFFICER, name=f"chief {number}"), moment)
    attendee = Attendee(inspection_id=visit.id, name="Somebody", attends_for=Attending.OTHER)
    planned = Visit(
        factory_id=factory.id,
        discipline=FIRE,
        kind=InspectionKind.FOLLOW_UP,
        planned_on=moment.today,
        engineer_id=engineer.id,
        actor="x",
        recorded_at=moment.now,
    )
    session.add_all([attendee, planned])
    session.flush()
    owner = a_person(session, Role.FACTORY_USER, factory=factory, name=f"owner {number}")
    document = require_document(
        session,
        factory,
        kind=DocumentKind.DEA,
        building=None,
        due_on=None,
        note=None,
        who=chief,
        moment=moment,
    )
    draft = open_draft(session, factory, FIRE, who=a_visitor(session, owner, moment), moment=moment)
    report = begin_report(session, visit, who=who, moment=moment)
    floor = building.floors[0]
    return {
        "factory": factory.id,
        "hazard": hazard.id,
        "inspection": visit.id,
        "building": building.id,
        "floor": floor.id,
        "zone": floor.zones[0].id,
        "attendee": attendee.id,
        "visit": planned.id,
        "owner": owner.id,
        "document": document.id,
        "draft": draft.id,
        "report": report.id,
    }


@pytest.fixture
def browsers(session, signed_in, moment):
    session.expire_on_commit = False
    engineer = an_engineer(session, name="engineer")
    own, foreign = (things_of(session, moment, number, engineer) for number in (9001, 9002))
    people = {
        "engineer": engineer,
        "owner": session.get_one(Person, own["owner"]),
        "chief": a_person(session, Role.CHIEF_SAFETY_OFFICER, name="chief"),
    }
    return own, foreign, {name: signed_in(person) for name, person in people.items()}


def stored(database):
    """Everything that is stored, but for when somebody was last seen."""
    connection = sqlite3.connect(database)
    lines = [line for line in connection.iterdump() if not line.startswith('INSERT INTO "sign_in"')]
    connection.close()
    return lines


FORMS = {
    "a hazard in a building of another factory": (
        "engineer",
        "/desk/inspections/{own[inspection]}/hazards/new",
        HAZARD | {"location": "", "place": "{foreign[building]}-{foreign[floor]}"},
        422,
    ),
    "a verdict on a visit of another factory": (
        "engineer",
        "/desk/hazards/{own[hazard]}/verdict",
        {"verdict": "verified", "inspection": "{foreign[inspection]}", "comment": "Seen."},
        422,
    ),
    "a touch of a hazard of another factory": (
        "engineer",
        "/desk/inspections/{own[inspection]}/round/{foreign[hazard]}",
        {"seen": "corrected", "comment": "Seen."},
        422,
    ),
    "a line for a hazard of another factory": (
        "owner",
        "/desk/plans/{own[draft]}/lines",
        {f"h{{foreign[hazard]}}-{name}": value for name, value in LINE.items()},
        404,
    ),
    "a good line beside one for a hazard of another factory": (
        "owner",
        "/desk/plans/{own[draft]}/lines",
        {f"h{{{whose}[hazard]}}-{name}": value for whose in ("own", "foreign") for name, value in LINE.items()},
        404,
    ),
    "an accident in a building of another factory": (
        "engineer",
        "/desk/incidents/new",
        INCIDENT | {"building": "{foreign[building]}"},
        422,
    ),
    "an accident with a hazard of another factory": (
        "engineer",
        "/desk/incidents/new",
        INCIDENT | {"hazards": "{foreign[hazard]}"},
        422,
    ),
    "a document of a building of another factory": (
        "chief",
        "/desk/factories/9001/papers",
        {"kind": "fire_design", "building": "{foreign[building]}"},
        422,
    ),
    "a wait of a hazard of another factory": (
        "chief",
        "/desk/papers/{own[document]}/wait",
        {"hazard": "{foreign[hazard]}"},
        303,
    ),
    "a floor of a building of another factory": (
        "engineer",
        "/desk/inspections/{own[inspection]}/places/floor",
        {"floor-building": "{foreign[building]}", "floor-level": "1", "floor-unit": "kPa"},
        422,
    ),
    "a zone of a floor of another factory": (
        "engineer",
        "/desk/inspections/{own[inspection]}/places/zone",
        {"zone-floor": "f{foreign[floor]}", "zone-name": "Store", "zone-unit": "kPa"},
        422,
    ),
    "a load on a floor of another factory": (
        "engineer",
        "/desk/inspections/{own[inspection]}/places/load",
        {"load-place": "f{foreign[floor]}", "load-load": "9", "load-unit": "kPa", "load-because": "I say so."},
        422,
    ),
    "a measurement in a zone of another factory": (
        "engineer",
        "/desk/inspections/{own[inspection]}/measurements/new",
        READING | {"place": "z{foreign[zone]}"},
        422,
    ),
    "a building of another factory looked at": (
        "engineer",
        "/desk/inspections/{own[inspection]}/buildings/{foreign[building]}",
        {"use": "Sewing"},
        422,
    ),
    "a building of another factory corrected": (
        "engineer",
        "/desk/inspections/{own[inspection]}/places/{foreign[building]}",
        {"name": "Mine now"},
        404,
    ),
    "somebody who attended elsewhere taken out": (
        "engineer",
        "/desk/inspections/{own[inspection]}/attendees/{foreign[attendee]}/remove",
        {},
        404,
    ),
    "an inspection by somebody who is no engineer": (
        "engineer",
        "/desk/inspections/new",
        MADE | {"engineers": "{own[owner]}"},
        422,
    ),
    "an inspection for a visit that was planned elsewhere": (
        "engineer",
        "/desk/inspections/new",
        MADE | {"engineers": "1", "visit": "{foreign[visit]}"},
        422,
    ),
    "a visit by somebody who is no engineer": (
        "engineer",
        "/desk/visits/new",
        VISIT | {"engineer": "{own[owner]}"},
        422,
    ),
    "a report of another approved before it was checked": (
        "chief",
        "/desk/reports/approve",
        {"report": "{foreign[report]}"},
        303,
    ),
}


def filled_in(words, own, foreign):
    return {
        name.format(own=own, foreign=foreign): each.format(own=own, foreign=foreign) for name, each in words.items()
    }


@pytest.mark.parametrize("name", FORMS)
def test_an_id_of_another_factory_is_taken_by_no_form_and_nothing_is_stored(browsers, database, name):
    own, foreign, people = browsers
    who, address, words, status = FORMS[name]
    before = stored(database)

    answer = people[who].post(address.format(own=own, foreign=foreign), data=filled_in(words, own, foreign))

    assert answer.status_code == status
    assert stored(database) == before


def test_the_same_forms_are_taken_with_ids_of_the_own_factory(browsers, database):
    """The table above can fail: it is its ids alone that are refused."""
    own, _, people = browsers
    taken = {}

    for name, (who, address, words, status) in FORMS.items():
        if "taken out" in name or "beside" in name or status == 303 or "no engineer" in name:
            continue
        before = stored(database)
        data = filled_in(words, own, own) | ({"inspected_on": "2024-06-21"} if "planned elsewhere" in name else {})
        people[who].post(address.format(own=own, foreign=own), data=data)
        taken[name] = stored(database) != before

    assert [name for name, is_taken in taken.items() if not is_taken] == []


def test_fields_that_no_form_offers_change_nothing(browsers, session):
    own, _, people = browsers
    smuggled = {
        "id": "77",
        "status": "corrected",
        "state": "approved",
        "source": "imported",
        "person_id": "1",
        "actor": "the chief",
        "recorded_at": "2001-01-01",
        "item": "55",
        "approved_on": "2001-01-01",
        "verified": "yes",
        "factory_id": "2",
        "number": "99",
    }
    here = f"/desk/inspections/{own['inspection']}"
    line = {f"h{own['hazard']}-{name}": value for name, value in (LINE | smuggled).items()}

    answers = [
        people["engineer"].post(f"{here}/hazards/new", data=smuggled | HAZARD).status_code,
        people["owner"]
        .post(f"/desk/hazards/{own['hazard']}/claim", data=smuggled | {"done": "Gone.", "on": "2024-06-20"})
        .status_code,
        people["owner"].post(f"/desk/plans/{own['draft']}/lines", data=smuggled | line).status_code,
        people["engineer"]
        .post(f"/desk/reports/{own['report']}", data=smuggled | {"summary": "Seen.", "revision": "1"})
        .status_code,
    ]

    assert answers == [303] * 4
    session.expire_all()
    events = session.query(HazardEvent).order_by(HazardEvent.id).all()[-2:]
    assert [(each.status, each.source) for each in events] == [
        (Status.IN_PROGRESS, Source.DESK),
        (Status.PENDING_VERIFICATION, Source.DESK),
    ]
    assert events[1].person_id == own["owner"]
    report = session.get_one(Report, own["report"])
    assert (report.state, report.number, report.summary) == (ReportState.DRAFT, 0, "Seen.")
    [planned] = session.query(CapLine).all()
    assert (planned.version_id, planned.actor.partition(" <")[0]) == (own["draft"], "owner 9001")
    session.rollback()
