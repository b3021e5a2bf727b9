"""The register of a simulated programme holds together."""

import re
from collections import defaultdict
from itertools import pairwise

from casework.simulation.making import FACTORIES, MOMENT, factory_ids

from accord.casework.disclosure import disclose
from accord.records.factory import Factory
from accord.rules.factories.districts import DISTRICTS
from accord.rules.vocabulary import COVERED
from accord.rules.words.bangla import is_bangla


def test_a_hazard_of_a_shared_building_is_one_record_that_counts_for_both_factories(rows, records):
    shared = rows("SELECT hazard_id FROM hazard_factory GROUP BY hazard_id HAVING count(*) = 2")
    inside = defaultdict(set)
    for building, factory in rows("SELECT building_id, factory_id FROM occupant WHERE factory_id IS NOT NULL"):
        inside[building].add(factory)

    for (hazard,) in shared:
        factories = {row[0] for row in rows("SELECT factory_id FROM hazard_factory WHERE hazard_id = ?", hazard)}
        [(building,)] = rows("SELECT building_id FROM hazard WHERE id = ?", hazard)
        assert inside[building] == factories
    assert len(shared) >= 3
    first, second = sorted(factories)
    numbers = {id_: number for number, id_ in factory_ids(records).items()}
    edition = disclose(records, records.get_one(Factory, first), moment=MOMENT, number=1)
    assert {hazard.shared_with for hazard in edition.hazards} == {(), (numbers[second],)}
    assert any(building.is_shared for building in edition.factory.buildings)


def test_some_buildings_hold_a_bank_or_shops_too(rows):
    uses = {use for (use,) in rows("SELECT other_use FROM occupant WHERE other_use IS NOT NULL")}

    assert uses & {"bank", "shops"}


def test_factories_joined_late_and_left_for_each_reason_with_day_and_reason(rows):
    last = {}
    changes = rows("SELECT factory_id, coverage, from_on, reason, reason_bn FROM coverage_change ORDER BY from_on, id")
    for factory, coverage, from_on, *reasons in changes:
        assert coverage == "active" or all(reasons)
        last[factory] = (coverage, from_on)

    assert {factory: coverage for factory, (coverage, _) in last.items()} == dict(
        rows("SELECT id, coverage FROM factory")
    )
    left = {coverage for coverage, _ in last.values()} - {coverage.value for coverage in COVERED}
    assert left >= {"closed", "inactive", "handed_over"}
    listed = [day for (day,) in rows("SELECT min(from_on) FROM coverage_change GROUP BY factory_id")]
    assert min(listed) < "2021-06"
    assert max(listed) > "2024-01"


def test_nobody_visits_a_factory_that_has_left_and_a_closed_one_was_seen_closed(rows):
    for factory, day, coverage in rows(
        "SELECT factory_id, from_on, coverage FROM coverage_change WHERE coverage NOT IN ('active', 'independent')"
    ):
        visits = rows("SELECT kind, inspected_on FROM inspection WHERE factory_id = ? ORDER BY 2, id", factory)
        assert visits[-1][1] <= day
        if coverage == "closed":
            assert visits[-1] == ("closure_verification", day)


def test_a_factory_has_one_lead_brand_at_a_time_and_a_few_brands_source_from_very_many(rows):
    leads = defaultdict(list)
    for factory, since, until in rows("SELECT factory_id, from_on, to_on FROM sourcing WHERE is_lead ORDER BY from_on"):
        leads[factory].append((since, until))
    by_brand = sorted(
        (number for (number,) in rows("SELECT count(*) FROM sourcing GROUP BY signatory_id")), reverse=True
    )

    for periods in leads.values():
        assert all(before[1] is not None and before[1] <= after[0] for before, after in pairwise(periods))
    assert any(len(periods) > 1 for periods in leads.values())
    assert sum(by_brand[: len(by_brand) // 5]) > 0.4 * sum(by_brand)
    assert rows("SELECT count(*) FROM sourcing WHERE to_on IS NOT NULL")[0][0] > 10
    assert rows("SELECT count(*) FROM sourcing WHERE to_on <= from_on") == [(0,)]
    assert {bool(agreed) for (agreed,) in rows("SELECT agreed_to_be_named FROM signatory")} == {True, False}


def test_every_name_says_that_it_is_invented(rows):
    names = rows(
        "SELECT name FROM factory UNION ALL SELECT name FROM signatory UNION ALL SELECT name FROM company_group "
        "UNION ALL SELECT other_name FROM occupant WHERE other_name IS NOT NULL "
        "UNION ALL SELECT landlord FROM building WHERE landlord IS NOT NULL "
        "UNION ALL SELECT actor FROM hazard_event UNION ALL SELECT responsible_person FROM cap_line "
        "UNION ALL SELECT name FROM person"
    )

    assert {name.split()[0] for (name,) in names} == {"Sim", "Demo"}
    assert rows("SELECT count(DISTINCT name) FROM factory") == [(FACTORIES,)]
    assert rows("SELECT count(*) FROM factory WHERE name_bn NOT LIKE 'সিম %'") == [(0,)]


def test_an_os_id_has_a_form_that_no_real_one_has(rows):
    for (os_id,) in rows("SELECT os_id FROM factory"):
        assert len(os_id) == 15
        # A real one has the year and the day of the year after the country.
        assert not re.match(r"[A-Z]{2}\d{7}", os_id)


def test_factories_lie_in_a_district_of_bangladesh_near_its_other_factories(rows):
    places = defaultdict(list)
    for district, upazila, latitude, longitude in rows(
        "SELECT district, upazila, latitude_degrees, longitude_degrees FROM factory"
    ):
        assert 20.6 < latitude < 26.7
        assert 88.0 < longitude < 92.7
        places[district].append((upazila, latitude, longitude))

    assert places.keys() <= set(DISTRICTS)
    assert len(places["Gazipur"]) > len(places["Chattogram"])
    for seen in places.values():
        assert max(place[1] for place in seen) - min(place[1] for place in seen) < 0.7


def test_each_hazard_lies_on_a_floor_and_zone_of_its_building_that_the_factory_occupied(rows):
    astray = rows(
        "SELECT hazard.id FROM hazard JOIN floor ON floor.id = hazard.floor_id "
        "LEFT JOIN zone ON zone.id = hazard.zone_id "
        "WHERE floor.building_id <> hazard.building_id OR zone.floor_id <> hazard.floor_id"
    )
    without = rows(
        "SELECT hazard_id FROM hazard_factory AS link JOIN hazard ON hazard.id = hazard_id WHERE NOT EXISTS ("
        "SELECT 1 FROM occupant WHERE occupant.factory_id = link.factory_id "
        "AND occupant.building_id = hazard.building_id AND from_on <= found_on)"
    )

    assert (astray, without) == ([], [])
    assert rows("SELECT count(*) FROM hazard WHERE zone_id IS NOT NULL")[0][0] > 100


def test_every_floor_and_zone_has_a_name_in_both_languages(rows):
    for name, name_bn in rows("SELECT name, name_bn FROM floor UNION SELECT name, name_bn FROM zone"):
        assert is_bangla(name_bn), name
        assert not is_bangla(name)
