"""The whole story of a factory that does not take part, played on telephones: down to ineligible and back again.

Every letter is sent by SMTP, and read back from the paper that comes with it.
"""

import shutil
from datetime import date

import pytest

from accord.casework.desk import passwords
from tests.browser import order_scenes
from tests.browser import stage_scenes as play
from tests.browser.conftest import LOCALES
from tests.browser.mailbox import paper_to, told
from tests.browser.stage import WIDTH, players, the_demonstration
from tests.browser.stage_scenes import NUMBER, SHIRTS
from tests.desk_builders_accounts import QUICK
from tests.post_office import a_post_office

CHIEF, DEPUTY, HANDLER = "cso@programme.example", "deputy@programme.example", "handler@programme.example"
OWNER, BRAND, UNION = "factory90102@programme.example", "brand.gazipur@programme.example", "union@programme.example"
FACTORY = {OWNER, "group@programme.example"}

SHUT, WARNED = date(2024, 7, 1), date(2024, 7, 2)
STILL_SHUT, HEARD = date(2025, 1, 6), date(2025, 1, 7)
MEETS, MISSED = date(2025, 1, 20), date(2025, 1, 20)
DRAFTED, SIGNED, HOLDS = date(2025, 2, 12), date(2025, 2, 14), date(2025, 3, 3)
OPENED, MET, BACK = date(2025, 4, 1), date(2025, 4, 15), date(2025, 4, 16)
NIGHT = (1, 20)


@pytest.fixture
def stage(tmp_path, migrated_database, monkeypatch, office):
    monkeypatch.setattr(passwords, "HASHER", QUICK)
    shutil.copy(migrated_database, tmp_path / "accord.sqlite")
    with a_post_office(office) as url, the_demonstration(tmp_path, first=SHUT, mail_url=url) as stage:
        yield stage


@pytest.fixture
def at(browser, stage, contexts):
    with players(browser, stage, contexts) as at:
        yield at


@pytest.fixture
def public(browser, stage, contexts):
    """A function that returns what somebody without an account reads at an address."""

    def read(path: str, language: str = "en") -> str:
        contexts.append(browser.new_context(locale=LOCALES[language], viewport={"width": WIDTH, "height": 780}))
        page = contexts[-1].new_page()
        page.goto(f"{stage.address}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
        return page.locator("main").inner_text()

    return read


def test_a_factory_goes_down_to_ineligible_and_comes_back(at, stage, office, public):
    order_scenes.decide_that_letters_are_sent(at(CHIEF, SHUT, 9))
    handler = at(HANDLER, SHUT)
    play.record_a_refusal(handler, date(2024, 6, 20), play.SHUT)
    play.record_a_refusal(handler, date(2024, 6, 27), play.AGAIN)

    told(stage, office, "", at=(WARNED, *NIGHT))
    play.decide_as_proposed(at(CHIEF, WARNED), "stage 1", "Twice in a week.", "এক সপ্তাহে দুইবার।")
    assert told(stage, office, "Warning, stage 1") == FACTORY | {BRAND}
    paper = paper_to(office, OWNER, "Warning, stage 1")
    assert f"{SHIRTS}" in paper
    assert "Twice in a week." in paper
    assert "এক সপ্তাহে দুইবার।" in paper
    assert "Stage 1" in public(f"/factories/{NUMBER}")

    play.record_a_refusal(at(HANDLER, STILL_SHUT), date(2025, 1, 3), "The gate stayed shut on the third of January.")
    told(stage, office, "", at=(HEARD, *NIGHT))
    play.decide_as_proposed(at(CHIEF, HEARD), "stage 2", "Six months of it.", "ছয় মাস ধরে একই অবস্থা।")
    assert told(stage, office, "Stage 2, mandatory meeting") == FACTORY | {BRAND, UNION}
    assert "Six months of it." in paper_to(office, BRAND, "Stage 2, mandatory meeting")
    play.invite(at(HANDLER, HEARD, 11), MEETS)
    assert told(stage, office, "Invitation to the mandatory meeting") == FACTORY
    assert "office of the programme, Dhaka" in paper_to(office, OWNER, "Invitation to the mandatory meeting")
    play.say_that_nobody_came(at(HANDLER, MISSED, 15))

    told(stage, office, "", at=(DRAFTED, *NIGHT))
    play.draft_the_statement(at(CHIEF, DRAFTED), HOLDS)
    assert told(stage, office, "Before stage 3, your answer") == FACTORY
    assert "ineligible" in paper_to(office, OWNER, "Before stage 3, your answer")
    play.answer_the_draft(at(OWNER, SIGNED, 9))
    play.sign_the_draft(at(DEPUTY, SIGNED))
    assert told(stage, office, "Stage 3, ineligible") == FACTORY | {BRAND, UNION}
    assert "End business with" in paper_to(office, BRAND, "Stage 3, ineligible")
    assert "কাজ করেন" in paper_to(office, OWNER, "To the workers") or "শ্রমিক" in paper_to(
        office, OWNER, "To the workers"
    )
    assert SHIRTS in public("/ineligible")

    play.confirm_for_the_brand(at(HANDLER, HOLDS))
    listed = public("/ineligible")
    assert "2 of 3 brands" in listed
    assert "not withheld for" in listed
    play.withhold_the_export_papers(at(HANDLER, HOLDS, 14))
    assert "they are withheld" in public("/ineligible")

    handler = at(HANDLER, OPENED)
    play.end_every_refusal(handler)
    play.invite(handler, MET)
    play.hold_the_meeting(at(HANDLER, MET, 15), date(2025, 5, 1))
    told(stage, office, "", at=(BACK, *NIGHT))
    play.let_the_factory_back(at(DEPUTY, BACK))
    assert told(stage, office, "Qualified again") == FACTORY | {BRAND, UNION}
    assert "The duty to end business there holds no longer." in paper_to(office, BRAND, "Qualified again")
    assert "Requalified factories" in public("/ineligible")
    assert "আবার" in public(f"/factories/{NUMBER}", "bn")
