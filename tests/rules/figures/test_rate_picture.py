"""The picture of a rate and what is said where there is none."""

from hypothesis import given
from hypothesis import strategies as st

from accord.rules.figures.progress import Tally
from accord.rules.figures.rate_picture import picture_of
from accord.rules.vocabulary import FactoryStatus, NoRate

counts = st.integers(min_value=0, max_value=200_000)
tallies = st.builds(Tally, corrected=counts, pending_verification=counts, in_progress=counts, withdrawn=counts)


@given(tallies)
def test_a_bar_is_full_only_when_every_hazard_is_corrected(tally: Tally):
    picture = picture_of(tally)

    assert (picture.verified == 100) is (tally.applicable > 0 and tally.corrected == tally.applicable)
    assert 0 <= picture.verified <= picture.verified + picture.claimed <= 100


def test_what_stands_instead_of_a_rate_says_why():
    assert picture_of(Tally(withdrawn=2)).why_none is NoRate.NO_HAZARDS
    assert picture_of(Tally(corrected=3, unknown=1)).why_none is NoRate.NOT_KNOWN
    assert picture_of(Tally(), FactoryStatus.NOT_INSPECTED).why_none is NoRate.NOT_INSPECTED
    assert picture_of(Tally(corrected=1)).why_none is None


def test_a_factory_of_which_nothing_is_published_has_no_rate_rather_than_no_hazards():
    assert picture_of(Tally(), FactoryStatus.CAP_PENDING, is_published=False).why_none is NoRate.NOT_PUBLISHED
    assert picture_of(Tally(), FactoryStatus.NOT_INSPECTED, is_published=False).why_none is NoRate.NOT_INSPECTED
