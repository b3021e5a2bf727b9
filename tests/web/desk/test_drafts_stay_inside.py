"""What the desk records in an unissued report or an unapproved plan reaches nobody outside before its time."""

import re
import sqlite3
import zipfile
from io import BytesIO

import pytest
from casework.cap_sheets import a_file, a_row, a_sheet, a_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.imports import import_cap
from accord.casework.publication import publish
from accord.casework.snapshot import rebuild_snapshot, show
from accord.gateways.files import FileStore
from accord.gateways.snapshot.reader import PublicSnapshot
from accord.records.base import open_engine
from accord.records.factory import Building, Factory, Occupant
from accord.records.hazard import Hazard
from accord.records.inspection import Report
from accord.records.person import Person
from accord.rules.desk.actions import Action
from accord.rules.desk.people import Role
from accord.rules.vocabulary import Coverage
from accord.web.access import action_of
from tests.desk_builders import a_person, an_engineer
from tests.desk_builders_photos import a_kept_photo
from tests.reports.reading import pdfium_text

SECRET, SECRET_BN = "Zephyrine", "জেফিরিন"
"""Stand in every text that is typed below, and nowhere else."""
BEGINNING = SECRET[:-1]
"""What is searched for: the answer shows it again, and must not complete it."""
NUMBER = 9490


@pytest.fixture
def factory(session, moment):
    """A factory whose CAP was imported, so that it can be published, with a building."""
    session.expire_on_commit = False
    workbook = a_workbook(a_sheet(a_row(1), a_row(2)))
    import_cap(session, workbook, file=a_file(workbook), actor="an engineer", moment=moment)
    factory = session.scalars(select(Factory).where(Factory.number == NUMBER)).one()
    factory.coverage = Coverage.ACTIVE
    session.add(Building(name="Main building", occupants=[Occupant(factory=factory)]))
    session.commit()
    return factory


@pytest.fixture
def outside(settings, moment):
    """Publish anew and write the snapshot anew, as the commands do, then give back all that anybody may read."""

    def everything(app):
        store, photos = FileStore(settings.files), FileStore(settings.photos, is_private=True)
        engine = open_engine(settings.database_url)
        with Session(engine) as writing:
            publish(writing, NUMBER, store=store, photos=photos, actor="the CSO", moment=moment)
            writing.commit()
            show(writing, NUMBER, settings.snapshot, moment=moment)
        with Session(engine) as writing:
            rebuild_snapshot(writing, settings.snapshot, moment=moment)
            writing.commit()
        engine.dispose()
        return {**files_of(settings), **pages_of(app)}

    return everything


def files_of(settings):
    with sqlite3.connect(settings.snapshot) as connection:
        said = {"snapshot": "\n".join(connection.iterdump())}
    connection.close()
    for file in settings.files.rglob("*"):
        if file.is_file():
            said[file.name] = read(file.read_bytes())
    return said


def read(raw):
    if raw.startswith(b"%PDF"):
        return pdfium_text(raw)
    if raw.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(raw)) as book:
            return "\n".join(book.read(name).decode(errors="replace") for name in book.namelist())
    return raw.decode(errors="replace")


def pages_of(app):
    """Every page that a stranger comes to by links from the first one, and what is found by searching."""
    stranger, said = app.test_client(), {}
    waiting = [
        "/",
        f"/factories/{NUMBER}",
        f"/?q={BEGINNING}",
        f"/factories?q={BEGINNING}",
        f"/api/factories?q={BEGINNING}",
        *sorted(rule.rule for rule in app.url_map.iter_rules() if is_public(app, rule) and not rule.arguments),
    ]
    while waiting and len(said) < 250:
        address = waiting.pop(0).partition("#")[0].replace("&amp;", "&")
        if address in said:
            continue
        answer = stranger.get(address, buffered=True)
        assert answer.status_code < 500, address
        said[address] = read(answer.data)
        if "html" in answer.content_type:
            waiting += [found for found in re.findall(r'href="(/[^"]*)"', answer.text) if "/sign-in" not in found]
    return said


def is_public(app, rule):
    return action_of(app.view_functions[rule.endpoint]) is Action.READ_PUBLISHED


def figures_of(settings, moment):
    public = PublicSnapshot(settings.snapshot)
    told = public.factory(NUMBER, as_of=moment.today), public.register(as_of=moment.today)
    public.engine.dispose()
    return told[0].progress, told[1].progress, len(told[0].hazards)


@pytest.fixture
def drafts(session, moment, factory, signed_in, settings):
    """Everything that can be typed at the desk about the factory, none of it approved."""
    engineer = signed_in(an_engineer(session, name=f"{SECRET} Engineer"))
    owner = signed_in(a_person(session, Role.FACTORY_USER, factory=factory, name=f"{SECRET} Owner"))
    handler = signed_in(a_person(session, Role.CASE_HANDLER, name="handler"))
    first, second = session.scalars(select(Hazard.id).order_by(Hazard.item)).all()
    session.commit()

    def sent(browser, address, **data):
        answer = browser.post(address, data=data)
        wrong = re.findall(r'class="(?:wrong|problems?)"[^>]*>([^<]*)', answer.text)
        assert answer.status_code == 303, f"{address}: {wrong}"
        return answer.location

    made = sent(
        engineer,
        "/desk/inspections/new",
        factory=NUMBER,
        discipline="fire",
        kind="follow_up",
        inspected_on="2024-06-20",
        engineers=[1],
    )
    here = made.partition("?")[0]
    sent(engineer, f"{here}/attendees", name=f"Mr {SECRET}", position=SECRET, attends_for="management")
    place = f"{here}/places"
    sent(engineer, f"{place}/building", **{"building-name": "New hall", "building-landlord": SECRET})
    sent(
        engineer,
        f"{here}/measurements/new",
        quantity="temperature",
        number="81",
        unit="°C",
        where=SECRET,
        method=f"{SECRET} camera",
    )
    typed = {
        "location": SECRET,
        "category": "lockable_or_collapsible_gates",
        "observation": f"A {SECRET} gate.",
        "observation_bn": f"{SECRET_BN} গেট",
        "recommended_action": f"Remove the {SECRET} gate.",
        "recommended_action_bn": f"{SECRET_BN} সরান",
        "recommended_timeline": "6 weeks",
        "severity": "high",
    }
    sent(engineer, f"{here}/hazards/new", key="0123456789abcdef", **typed)
    sent(engineer, f"{here}/round/{first}", seen="partly", comment=f"Half of the {SECRET} is gone.")
    [report] = session.scalars(select(Report.id)).all()
    session.rollback()
    sent(engineer, f"/desk/reports/{report}", summary=f"{SECRET}.", summary_bn=SECRET_BN, scope=SECRET, revision=1)
    sent(engineer, f"/desk/hazards/{second}/withdrawal", reason=f"{SECRET} has it twice.")
    sent(engineer, f"/desk/factories/{NUMBER}/meetings", held_on="2024-06-01", attended=SECRET, notes=SECRET)
    sent(engineer, "/desk/incidents/new", factory=NUMBER, kind="fire", happened_on="2024-06-01", account=SECRET)
    sent(
        engineer,
        "/desk/visits/new",
        factory=NUMBER,
        discipline="fire",
        kind="follow_up",
        planned_on="2024-07-20",
        engineer="1",
        note=SECRET,
    )
    sent(owner, f"/desk/hazards/{second}/claim", done=f"The {SECRET} was removed.", on="2024-06-20")
    draft = sent(handler, f"/desk/factories/{NUMBER}/plan", discipline="fire").removesuffix("/lines")
    line = {
        "action_plan": f"Remove all {SECRET} gates of stair 2.",
        "action_plan_bn": SECRET_BN,
        "responsible_person": SECRET,
        "due_on": "2031-01-31",
        "why_date": SECRET,
        "cost_bdt": "7654321",
        "opened_at": "",
    }
    sent(handler, f"{draft}/lines", **{f"h{first}-{name}": value for name, value in line.items()})
    sent(handler, f"{draft}/hand-in")
    photos = FileStore(settings.photos, is_private=True)
    photo = a_kept_photo(session, session.get_one(Hazard, first), photos=photos, moment=moment, caption=SECRET)
    sha256 = photo.sha256
    session.commit()
    return (SECRET, SECRET_BN, "2031-01-31", "7654321", sha256)


def test_nothing_of_a_draft_reaches_a_page_a_file_a_search_or_a_figure_before_its_approval(
    app, settings, moment, factory, outside, request
):
    outside(app)
    before = figures_of(settings, moment)

    secrets = request.getfixturevalue("drafts")
    said = outside(app)

    assert [(where, secret) for where, text in said.items() for secret in secrets if secret in text] == []
    assert len(said) > 40, "the pages of the public were walked"
    after = figures_of(settings, moment)
    # A claim follows at once: it is an event of a published hazard, and no text of it is shown. Nothing else does.
    assert (before[0].initial.pending_verification, after[0].initial.pending_verification) == (0, 1)
    assert after[0].initial.applicable == before[0].initial.applicable == 2
    assert after[0].initial.corrected == before[0].initial.corrected == 0
    assert (after[0].new, after[1].new, after[2]) == (before[0].new, before[1].new, before[2])


def test_once_report_and_plan_are_approved_the_same_words_are_read_by_everybody(
    app, session, settings, moment, drafts, signed_in, outside
):
    author = signed_in(session.get_one(Person, 1))
    checker = signed_in(an_engineer(session, name="checker"))
    chief = signed_in(a_person(session, Role.CHIEF_SAFETY_OFFICER, name="chief"))
    words = {"summary": f"{SECRET}.", "revision": "2", "hand_in": "yes"}

    shown = re.search(r'name="shown" value="([^"]+)"', chief.get("/desk/plans/2").text)
    for browser, address, data in (
        (author, "/desk/reports/1", words),
        (checker, "/desk/reports/1/check", {"remark": ""}),
        (chief, "/desk/reports/approve", {"report": "1"}),
        (chief, "/desk/plans/2/approve", {"shown": shown[1]}),
    ):
        assert browser.post(address, data=data).status_code == 303, address

    said = outside(app)
    snapshot = said["snapshot"]
    assert f"A {SECRET} gate." in snapshot
    assert f"Remove all {SECRET} gates of stair 2." in snapshot
    assert "2031-01-31" in snapshot
    inside = (f"Mr {SECRET}", f"{SECRET} has it twice", f"{SECRET} Owner", f"{SECRET} camera", "7654321", drafts[-1])
    assert [(where, secret) for where, text in said.items() for secret in inside if secret in text] == []
    assert figures_of(settings, moment)[0].new.applicable == 1
