"""Orders that several people move in the same instant."""

import pytest

from accord.records.base import open_engine
from tests.orders_at_once import ALL


@pytest.mark.parametrize("tried", ALL, ids=lambda tried: tried.__name__)
def test_orders_that_are_moved_in_the_same_instant_are_moved_once(database, moment, tried):
    engine = open_engine(f"sqlite:///{database}")
    tried(engine, moment)
    engine.dispose()
