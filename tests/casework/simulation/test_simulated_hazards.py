"""The hazards of a simulated programme could have been real ones."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from itertools import pairwise

from casework.simulation.making import ANCHOR, MOMENT
from casework.simulation.recount import hazards_on, opened
from sqlalchemy import select

from accord.casework.hazard_words import search_text_of
from accord.records.hazard import Hazard

NEXT = {
    "in_progress": {"pending_verification", "corrected", "withdrawn"},
    "pending_verification": {"in_progress", "corrected", "withdrawn"},
    "corrected": {"in_progress"},
    "withdrawn": set(),
}
HAPPENED = {
    "inspection": ("inspected_on", "recorded_at"),
    "hazard": ("found_on", "recorded_at"),
    "hazard_event": ("effective_on", "recorded_at"),
    "deadline": ("holds_from", "recorded_at"),
    "log_entry": ("dated_on", "recorded_at"),
    "coverage_change": ("from_on", "recorded_at"),
    "stage_change": ("decided_on", "recorded_at"),
    "order_event": ("happened_on", "recorded_at"),
    "recognition": ("recognised_on", "recorded_at"),
}


def test_the_status_of_every_hazard_is_what_its_events_say(programme):
    with opened(programme) as connection:
        kept = Counter(status for (status,) in connection.execute("SELECT status FROM hazard"))
        last = connection.execute(
            "SELECT hazard.id, hazard.status, (SELECT status FROM hazard_event WHERE hazard_id = hazard.id "
            "ORDER BY effective_on DESC, id DESC LIMIT 1) FROM hazard"
        ).fetchall()

        assert [row for row in last if row[1] != row[2]] == []
        assert Counter(hazard.status for hazard in hazards_on(connection, ANCHOR)) == kept
        assert min(kept.values()) > 10


def test_every_history_can_have_happened(rows):
    events = defaultdict(list)
    for hazard, status, day, reason in rows(
        "SELECT hazard_id, status, effective_on, reason FROM hazard_event ORDER BY id"
    ):
        events[hazard].append((status, day, reason))
    found = dict(rows("SELECT id, found_on FROM hazard"))

    assert events.keys() == found.keys()
    for hazard, history in events.items():
        assert history[0][:2] == ("in_progress", found[hazard])
        for before, after in pairwise(history):
            assert after[0] in NEXT[before[0]], hazard
            assert after[1] > before[1], hazard
            # A claim that was not accepted, a regression and a withdrawal say why.
            assert (after[2] is not None) is (after[0] in ("in_progress", "withdrawn")), hazard


def test_some_hazards_were_reopened_and_some_of_them_corrected_again(programme):
    with opened(programme) as connection:
        hazards = hazards_on(connection, ANCHOR)
    reopened = [hazard for hazard in hazards if hazard.reopened]

    assert 0.01 < len(reopened) / len(hazards) < 0.06
    assert {hazard.status for hazard in reopened} >= {"corrected", "in_progress"}


def test_everything_was_recorded_on_the_day_it_happened_and_before_the_anchor_date(rows):
    for table, (day, at) in HAPPENED.items():
        seen = rows(f"SELECT {day}, {at} FROM {table}")  # noqa: S608 (a table of ours)
        assert seen, table
        for happened, recorded in seen:
            local = datetime.fromisoformat(recorded).replace(tzinfo=UTC).astimezone(MOMENT.zone).date()
            assert local.isoformat() == happened, table
            assert local < ANCHOR, table


def test_what_links_and_relations_say_was_recorded_on_their_days_too(rows):
    for happened, recorded in rows(
        "SELECT found_on, hazard_factory.recorded_at FROM hazard_factory JOIN hazard ON hazard.id = hazard_id "
        "UNION ALL SELECT from_on, recorded_at FROM sourcing "
        "UNION ALL SELECT to_on, end_recorded_at FROM sourcing WHERE to_on IS NOT NULL"
    ):
        local = datetime.fromisoformat(recorded).replace(tzinfo=UTC).astimezone(MOMENT.zone).date()
        assert local.isoformat() == happened
        assert local < ANCHOR


def test_nobody_works_on_a_friday(rows):
    for table, (day, _) in HAPPENED.items():
        weekdays = {
            date.fromisoformat(happened).strftime("%A")
            for (happened,) in rows(f"SELECT DISTINCT {day} FROM {table}")  # noqa: S608 (a table of ours)
        }
        assert "Friday" not in weekdays, table
        assert len(weekdays) > 2, table


def test_an_engineer_of_the_discipline_verified_on_a_visit_and_never_the_claimant(rows):
    verified = rows(
        "SELECT event.actor, hazard.responsible_person, hazard.discipline, visit.discipline, visit.inspected_on, "
        "event.effective_on FROM hazard_event AS event JOIN hazard ON hazard.id = event.hazard_id "
        "LEFT JOIN inspection AS visit ON visit.id = event.inspection_id WHERE event.status = 'corrected'"
    )

    assert len(verified) > 1000
    for actor, claimant, discipline, of_visit, inspected_on, effective_on in verified:
        assert actor != claimant
        assert actor.startswith(f"Sim {discipline} engineer")
        assert (of_visit, inspected_on) == (discipline, effective_on)


def test_agreed_dates_chain_and_every_change_has_its_reason(rows):
    chains = defaultdict(list)
    for hazard, due, holds, reason in rows("SELECT hazard_id, due_on, holds_from, reason FROM deadline ORDER BY id"):
        chains[hazard].append((due, holds, reason))
    found = dict(rows("SELECT id, found_on FROM hazard"))

    for hazard, chain in chains.items():
        assert chain[0][2] is None
        assert all(due is None or due >= holds for due, holds, _ in chain), hazard
        assert all(holds >= found[hazard] for _, holds, _ in chain), hazard
        assert all(before[1] < after[1] and after[2] for before, after in pairwise(chain)), hazard
    assert sum(len(chain) > 1 for chain in chains.values()) > 500
    assert 0 < sum(chain[-1][0] is None for chain in chains.values()) < 200


def test_item_numbers_run_without_a_gap_within_factory_and_discipline(rows):
    items = defaultdict(list)
    for factory, discipline, item in rows("SELECT factory_id, discipline, item FROM hazard_factory"):
        items[factory, discipline].append(item)

    assert all(sorted(numbers) == list(range(1, len(numbers) + 1)) for numbers in items.values())


def test_an_initial_hazard_was_found_on_an_initial_inspection_and_a_new_one_later(rows):
    seen = rows(
        "SELECT origin, visit, visit_ordinal, found_on, kind, ordinal, inspected_on, hazard.discipline, "
        "inspection.discipline FROM hazard JOIN inspection ON inspection.id = inspection_id"
    )

    for origin, visit, ordinal, found, kind, of_visit, inspected, discipline, of_engineer in seen:
        assert (origin == "initial") is (kind == "initial")
        assert (visit, ordinal, found, discipline) == (kind, of_visit, inspected, of_engineer)
    assert {row[1] for row in seen} >= {"initial", "follow_up", "commissioning", "dea_verification", "special"}


def test_follow_ups_are_numbered_by_factory_and_discipline_in_the_order_of_their_days(rows):
    numbers = defaultdict(list)
    for factory, discipline, ordinal in rows(
        "SELECT factory_id, discipline, ordinal FROM inspection WHERE kind = 'follow_up' ORDER BY inspected_on, id"
    ):
        numbers[factory, discipline].append(ordinal)

    assert all(ordinals == list(range(1, len(ordinals) + 1)) for ordinals in numbers.values())
    assert max(map(len, numbers.values())) >= 8


def test_every_hazard_can_be_searched_for(records):
    for hazard in records.scalars(select(Hazard)):
        assert hazard.search_text == search_text_of(hazard) != ""
