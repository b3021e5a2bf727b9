import gc

import pytest

from accord.gateways.garbage import leave_what_stands


@pytest.fixture
def _thawed():
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("_thawed")
def test_what_stands_before_the_first_request_is_not_looked_through_again():
    kept = [[] for _ in range(1000)]

    leave_what_stands()

    assert gc.get_freeze_count() > len(kept)
    assert not any(each is kept for each in gc.get_objects())
