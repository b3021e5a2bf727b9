"""Stages in public, letters of recognition and check lists in a real browser: on a telephone, in both languages."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from accord.casework.coverage import set_coverage
from accord.casework.desk import sign_in
from accord.casework.snapshot import rebuild_snapshot
from accord.records.base import open_engine
from accord.records.cap import Recognition
from accord.records.escalation import StageChange
from accord.records.factory import Factory, Signatory, Sourcing
from accord.rules.desk.people import Role
from accord.rules.vocabulary import Coverage
from tests.browser.desk_server import served, telephones
from tests.builders import a_site, settings_in
from tests.desk_builders import a_person
from tests.escalation_builders import at_stage


@pytest.fixture
def desk(database, moment):
    """The address of a site with an ineligible factory, one that is soon, and one whose decision was taken back."""
    settings = settings_in(database.parent)
    engine = open_engine(settings.database_url)
    with Session(engine) as session:
        day = moment.today - timedelta(days=20)
        factories = [Factory(number=9001 + n, name=f"Savar Knit {n} Ltd.", coverage=Coverage.ACTIVE) for n in range(4)]
        for factory in factories:
            set_coverage(factory, Coverage.ACTIVE, from_on=None, actor="the CSO", moment=moment)
        session.add_all([*factories, Signatory(name="Nordic")])
        session.flush()
        session.add(Sourcing(factory_id=1, signatory_id=1, from_on=day, recorded_at=moment.now))
        at_stage(session, factories[0], (1, day), (3, moment.today - timedelta(days=9)), moment=moment)
        [gone] = at_stage(session, factories[1], (3, day), moment=moment)
        at_stage(session, factories[1], (0, moment.today), moment=moment, retracts=gone)
        at_stage(session, factories[3], (3, day), (0, moment.today), moment=moment)
        ahead = {"decided_on": moment.today, "effective_on": moment.today + timedelta(days=7)}
        made = {"actor": "a test", "recorded_at": moment.now}
        session.add(StageChange(factory_id=factories[2].id, stage=3, reason="No door.", **ahead, **made))
        ended = {
            "withdrawn_on": moment.today,
            "withdrawal_recorded_at": moment.now,
            "why_withdrawn": "A gate is locked.",
        }
        session.add(Recognition(factory_id=factories[0].id, recognised_on=day, number="L 1", **ended, **made))
        token = sign_in.begin(session, a_person(session, Role.CHIEF_SAFETY_OFFICER), device="a test", moment=moment)
        session.commit()
        rebuild_snapshot(session, settings.snapshot, moment=moment)
    engine.dispose()
    with served(a_site(settings, now=lambda: moment.now)) as address:
        yield address, token


@pytest.fixture
def seated(browser, desk):
    """A function that seats the chief safety officer on a telephone."""
    with telephones(browser, desk[0]) as at:
        yield lambda *given, **more: at(desk[1], *given, **more)


PAGES = (
    "/ineligible",
    "/completed",
    "/factories/9001",
    "/factories/9002",
    "/factories/9003",
    "/desk/factories/9001/ending",
    "/desk/factories/9001/recognition",
    "/desk/factories/9001/stage",
    "/desk/recognition",
)


@pytest.mark.parametrize("language", ["en", "bn"])
def test_the_pages_fit_a_telephone_and_can_be_used_by_everybody(seated, language):
    seat = seated(language)

    for path in PAGES:
        page = seat.go(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        problems = Axe().run(page).response["violations"]
        assert [(path, each["id"], each["nodes"][0]["html"]) for each in problems] == []
    assert seat.complaints == []


def test_without_script_a_confirmation_is_put_on_file_and_taken_off_again(seated):
    page = seated(javascript=False).go("/desk/factories/9001/ending")
    brands = page.locator("#brands_confirmed")
    brands.get_by_text("Put it on file").first.click()
    brands.get_by_label("Brand that confirms").select_option("Nordic")
    brands.get_by_label("What it says, in short").fill("We buy here no more.")
    brands.get_by_role("button", name="Put it on file").click()
    expect(page.get_by_text("attach it as a PDF")).to_be_visible()
    expect(brands.get_by_label("What it says, in short")).to_have_value("We buy here no more.")

    brands.get_by_label("Reference of the letter").fill("N 7")
    brands.get_by_role("button", name="Put it on file").click()
    expect(brands.get_by_text("condition met")).to_be_visible()

    brands.get_by_text("Take this off the list").first.click()
    brands.get_by_label("Why it is taken back").fill("It was of another factory.")
    brands.get_by_role("button", name="Take this off the list").click()
    expect(brands.get_by_text("It was of another factory.")).to_be_visible()
    expect(brands.get_by_text("open", exact=True)).to_be_visible()
