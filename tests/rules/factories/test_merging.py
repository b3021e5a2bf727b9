"""What one record of a factory takes over from another one of the same factory."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.rules.factories.merging import PLACE, TAKEN_OVER, ContradictoryCoverage, coverage_together, taken_over
from accord.rules.vocabulary import COVERED, Coverage


def particulars(**told):
    return dict.fromkeys(TAKEN_OVER) | told


ANY = st.fixed_dictionaries(
    dict.fromkeys(TAKEN_OVER, st.none() | st.text("ab ", min_size=1))
    | dict.fromkeys(("latitude_degrees", "longitude_degrees"), st.none() | st.floats(20, 26))
    | dict.fromkeys(("workers", "workers_women", "company_group_id"), st.none() | st.integers(1, 5000))
)


@given(ANY, ANY)
def test_only_what_is_missing_is_taken_over_and_only_as_the_other_record_has_it(kept, merged):
    taken = taken_over(kept, merged)

    assert all(kept[name] is None and value is not None and merged[name] == value for name, value in taken.items())


@given(ANY)
def test_a_record_that_says_nothing_takes_over_everything(merged):
    said = {name: value for name, value in merged.items() if value is not None}

    assert taken_over(particulars(), merged) == said


def test_bangla_words_and_a_point_complete_the_record_of_the_same_place():
    kept = particulars(name="Alif Knit Ltd.", address="Plot 7, Tongi, Gazipur", district="Gazipur")
    merged = particulars(
        name="ALIF KNIT",
        name_bn="আলিফ নিট",
        address="Plot-7 Tongi",
        address_bn="প্লট ৭, টঙ্গী",
        latitude_degrees=23.9,
        longitude_degrees=90.4,
    )

    assert taken_over(kept, merged) == {
        "name_bn": "আলিফ নিট",
        "address_bn": "প্লট ৭, টঙ্গী",
        "latitude_degrees": 23.9,
        "longitude_degrees": 90.4,
    }


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ({"address": "Plot 7, Tongi, Gazipur"}, {"address": "House 12, Road 3, Chattogram"}),
        ({"address_bn": "প্লট ৭, টঙ্গী, গাজীপুর"}, {"address_bn": "বাড়ি ১২, রোড ৩, চট্টগ্রাম"}),
        ({"district": "Gazipur"}, {"district": "Dhaka"}),
        ({"latitude_degrees": 23.9, "longitude_degrees": 90.4}, {"latitude_degrees": 22.3, "longitude_degrees": 91.8}),
    ],
)
def test_of_a_record_at_another_place_nothing_that_tells_the_place_is_taken_over(here, there):
    everything = dict.fromkeys(PLACE[:4], "x") | {"latitude_degrees": None, "longitude_degrees": None}
    merged = particulars(name_bn="আলিফ", **everything | there)

    assert taken_over(particulars(**here), merged) == {"name_bn": "আলিফ"}


def test_figures_told_together_are_never_put_together_from_two_records():
    assert taken_over(particulars(workers=500), particulars(workers=900, workers_women=800)) == {}
    assert taken_over(particulars(workers_women=800), particulars(workers=500)) == {}
    assert taken_over(particulars(), particulars(workers=900, workers_women=800)) == {
        "workers": 900,
        "workers_women": 800,
    }


@pytest.mark.parametrize("kept", Coverage)
@pytest.mark.parametrize("merged", Coverage)
def test_no_merge_makes_a_covered_factory_an_uncovered_one(kept, merged):
    try:
        together = coverage_together(kept, merged)
    except ContradictoryCoverage:
        assert merged in COVERED
        assert kept in {Coverage.CLOSED, Coverage.ARCHIVED, Coverage.HANDED_OVER}
    else:
        assert (together in COVERED) == bool({kept, merged} & COVERED)
        assert together in {kept, merged}


@pytest.mark.parametrize(
    ("kept", "merged", "together"),
    [
        (Coverage.INACTIVE, Coverage.ACTIVE, Coverage.ACTIVE),
        (Coverage.INDEPENDENT, Coverage.ACTIVE, Coverage.ACTIVE),
        (Coverage.ACTIVE, Coverage.INACTIVE, Coverage.ACTIVE),
        (Coverage.CLOSED, Coverage.INACTIVE, Coverage.CLOSED),
        (Coverage.INACTIVE, Coverage.CLOSED, Coverage.INACTIVE),
    ],
)
def test_the_stronger_coverage_holds_for_both_and_an_end_is_never_taken_over(kept, merged, together):
    assert coverage_together(kept, merged) is together
