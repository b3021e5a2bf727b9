"""What waits for somebody and is not urgent: once in their period, nothing where nothing waits, never an order."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from accord.casework.desk.statuses import claim_correction
from accord.casework.notices import contacts, digests
from accord.casework.notices.outbox import notice_with_text
from accord.casework.notices.reached import reached
from accord.casework.notices.register import LettersAsked
from accord.casework.notices.register import letters as register
from accord.casework.notices.wording import Site
from accord.gateways.language import Language
from accord.records.hazard import Deadline
from accord.records.notice import Notice
from accord.rules.desk.digests import Rhythm, period_of
from accord.rules.desk.people import Role
from accord.rules.notices import Letter
from accord.rules.vocabulary import Discipline, Source
from tests.desk_builders import a_factory_with_hazard, a_person, a_visitor, an_engineer
from tests.notice_builders import a_contact
from tests.order_builders import a_house, determined, go_live, later

SITE = Site("https://accord.example", "secret")


@pytest.fixture
def hazard(session, moment):
    go_live(session, moment)
    hazard = a_factory_with_hazard(session, moment)
    due = date(2024, 6, 1)
    recorded = {"recorded_at": moment.now, "source": Source.DESK, "approved_by": "the CSO"}
    session.add(Deadline(hazard_id=hazard.id, due_on=due, holds_from=due, **recorded))
    session.flush()
    return hazard


@pytest.fixture
def owner(session, hazard):
    return a_person(session, Role.FACTORY_USER, name="The owner", factory=hazard.links[0].factory)


def tell(session, person, moment):
    return digests.tell_what_waits(session, person.id, site=SITE, moment=moment)


def letters(session):
    return session.scalars(select(Notice).where(Notice.cause.like("digest%")).order_by(Notice.id)).all()


@pytest.mark.parametrize(
    ("rhythm", "today", "period"),
    [
        (Rhythm.DAILY, date(2024, 7, 1), date(2024, 7, 1)),
        (Rhythm.WEEKLY, date(2024, 6, 30), date(2024, 6, 30)),
        (Rhythm.WEEKLY, date(2024, 7, 6), date(2024, 6, 30)),
        (Rhythm.WEEKLY, date(2024, 7, 7), date(2024, 7, 7)),
        (Rhythm.NEVER, date(2024, 7, 1), None),
    ],
)
def test_a_week_begins_on_sunday_and_never_has_no_period(rhythm, today, period):
    assert period_of(rhythm, today) == period


def test_an_owner_is_told_of_what_is_late_in_the_own_factory_in_bangla_first(session, moment, owner):
    assert tell(session, owner, moment)

    [letter] = letters(session)
    assert letter.text.letter is Letter.DIGEST
    assert "- 1 hazard is past its agreed date" in letter.text.body
    assert "- ১টি ত্রুটি" in letter.text.body_bn
    assert "https://accord.example/desk/account/letters?lang=bn" in letter.text.body_bn
    [way] = reached(session, [letter.organisation], moment=moment)[letter.organisation]
    assert (way.email, way.telephone, way.language) == (owner.email, None, Language.BN)


def test_the_language_that_somebody_chose_comes_first(session, moment, owner):
    owner.language = "en"
    session.flush()

    words = f"person {owner.id}"
    assert reached(session, [words], moment=moment)[words][0].language is Language.EN


def test_an_engineer_is_told_how_many_claims_wait_and_of_no_factory_by_name(session, moment, hazard, owner):
    handler = a_visitor(session, a_person(session, Role.CASE_HANDLER), moment)
    claim_correction(session, hazard, done="Done.", on=moment.today, who=handler, moment=moment)
    engineer = an_engineer(session, Discipline.FIRE)

    tell(session, engineer, moment)

    [letter] = letters(session)
    assert "- 1 claim waits to be verified, the oldest for 0 days" in letter.text.body
    assert "9001" not in letter.text.body + letter.text.body_bn
    assert "Factory 9001" not in letter.text.body


def test_in_each_period_once_whether_it_is_daily_or_weekly(session, moment, owner):
    days = [later(moment, days=after) for after in range(7)]  # a Monday until a Sunday
    assert [tell(session, owner, day) for day in (days[0], days[0], days[1])] == [True, False, True]
    owner.digest = Rhythm.WEEKLY
    session.flush()

    assert [tell(session, owner, day) for day in days[2:]] == [True, False, False, False, True]
    assert [each.cause for each in letters(session)] == [
        "digest 2024-07-01",
        "digest 2024-07-02",
        "digest 2024-06-30",
        "digest 2024-07-07",
    ]


def test_who_wants_none_gets_none(session, moment, owner):
    owner.digest = Rhythm.NEVER
    session.flush()

    assert not tell(session, owner, moment)
    assert owner.id not in digests.people_to_tell(session, moment=moment)


def test_where_nothing_waits_nothing_is_written(session, moment, hazard):
    reader = a_person(session, Role.COMPLAINTS_OFFICER)

    assert not tell(session, reader, moment)
    assert digests.count_to_tell(session, moment=moment) == 0


def test_before_the_programme_goes_live_and_after_an_account_was_closed_nobody_is_told(session, moment, owner):
    before = replace(moment, now=moment.now - timedelta(days=1))

    assert list(digests.people_to_tell(session, moment=before)) == []
    assert list(digests.people_to_tell(session, moment=moment)) == [owner.id]
    owner.ended_at = moment.now
    session.flush()
    assert list(digests.people_to_tell(session, moment=moment)) == []
    assert not tell(session, owner, moment)


def test_an_order_is_never_in_it(session, moment):
    go_live(session, moment)
    house = a_house(session, moment)
    order = determined(session, house, moment)

    for who in house.who.values():
        digests.tell_what_waits(session, who.id, site=SITE, moment=moment)

    said = " ".join(each.text.body + each.text.subject for each in letters(session))
    for words in (order.because, "Block A", "evacuat", "First Knit"):
        assert words.lower() not in said.lower()
    assert f"order {order.id}" not in said


def test_what_waits_for_one_person_is_no_letter_of_the_outbox_and_nobody_is_added_to_it(session, moment, owner):
    tell(session, owner, moment)
    [letter] = letters(session)

    shown = register(session, LettersAsked(), page=1)
    assert (list(shown.lines), shown.found, set(shown.counts.values())) == ([], 0, {0})
    assert notice_with_text(session, letter.id) is None
    told = contacts.Particulars("A rival", None, Language.EN, "rival@mill.example", None, is_first=True)
    with pytest.raises(contacts.UnknownOrganisation):
        contacts.add_contact(session, letter.organisation, told, actor="a test", moment=moment)
    a_contact(session, letter.organisation, moment, email="rival@mill.example")
    reachable = reached(session, [letter.organisation], moment=moment)[letter.organisation]
    assert [each.email for each in reachable] == [owner.email]


def test_it_is_written_as_a_night_job_once_for_everybody_however_often_it_is_begun(session, moment, owner, hazard):
    a_person(session, Role.CHIEF_SAFETY_OFFICER)
    for _ in range(2):
        for person_id in digests.people_to_tell(session, moment=moment):
            digests.tell_what_waits(session, person_id, site=SITE, moment=moment)

    assert len(letters(session)) == 2
