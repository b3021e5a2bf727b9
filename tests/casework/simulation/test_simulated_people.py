"""The people of a simulated programme: every status is said by somebody who may say it, and nobody can sign in."""

from casework.simulation.making import FACTORIES

UNHELD = """
SELECT count(*) FROM hazard_event AS event JOIN hazard ON hazard.id = event.hazard_id
WHERE event.inspection_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM role_held WHERE role_held.person_id = event.person_id AND role_held.role = 'engineer'
    AND role_held.discipline = hazard.discipline AND role_held.from_on < event.effective_on)
"""
BY_ANOTHER_FACTORY = """
SELECT count(*) FROM hazard_event AS event
WHERE event.status = 'pending_verification' AND NOT EXISTS (
    SELECT 1 FROM role_held JOIN hazard_factory AS link ON link.factory_id = role_held.factory_id
    WHERE role_held.person_id = event.person_id AND role_held.role = 'factory_user'
    AND link.hazard_id = event.hazard_id AND role_held.from_on < event.effective_on)
"""


def test_every_verdict_is_said_by_an_engineer_of_the_discipline(rows):
    verdicts = "SELECT count(*) FROM hazard_event WHERE inspection_id IS NOT NULL"

    assert rows(verdicts)[0][0] > 1000
    assert rows(UNHELD) == [(0,)]


def test_every_claim_is_made_by_somebody_of_a_factory_that_the_hazard_counts_for(rows):
    claims = "SELECT count(*) FROM hazard_event WHERE status = 'pending_verification'"

    assert rows(claims)[0][0] > 100
    assert rows(BY_ANOTHER_FACTORY) == [(0,)]


def test_the_words_of_an_event_begin_with_the_name_of_who_says_so(rows):
    said = rows(
        "SELECT DISTINCT event.actor, person.name FROM hazard_event AS event, person WHERE person.id = person_id"
    )

    assert {name for actor, name in said if not actor.startswith(name)} == set()
    assert rows("SELECT count(*) FROM hazard_event WHERE person_id IS NULL") == [(0,)]


def test_every_factory_has_somebody_and_nobody_can_sign_in(rows):
    [(factories,)] = rows("SELECT count(DISTINCT factory_id) FROM role_held WHERE role = 'factory_user'")
    people = rows("SELECT email, password_hash FROM person")

    assert factories == FACTORIES
    assert all(email.startswith("sim-") and email.endswith("@example.invalid") for email, _ in people)
    assert {password for _, password in people} == {None}
