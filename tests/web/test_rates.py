"""The picture of a rate and what is said beside it."""

from hypothesis import given
from hypothesis import strategies as st

from accord.rules.progress import Tally
from accord.rules.vocabulary import FactoryStatus
from accord.web.public.rates import rate_of
from tests.builders import a_site, settings_in

counts = st.integers(min_value=0, max_value=200_000)
tallies = st.builds(Tally, corrected=counts, pending_verification=counts, in_progress=counts, withdrawn=counts)


def test_a_bar_is_full_only_when_every_hazard_is_corrected(tmp_path):
    site = a_site(settings_in(tmp_path))

    @given(tallies)
    def holds(tally: Tally) -> None:
        rate = rate_of(tally)
        assert (rate.verified == 100) is (0 < tally.applicable == tally.corrected)
        assert 0 <= rate.verified <= rate.verified + rate.claimed <= 100

    with site.test_request_context():
        holds()


def test_where_there_is_no_rate_a_reason_stands_in_its_place(tmp_path):
    with a_site(settings_in(tmp_path)).test_request_context():
        assert rate_of(Tally()).why_none == "no hazards"
        assert rate_of(Tally(corrected=3, unknown=1)).why_none == "not known"
        assert rate_of(Tally(), FactoryStatus.NOT_INSPECTED).why_none == "not inspected"
        assert rate_of(Tally(in_progress=1)).why_none is None
