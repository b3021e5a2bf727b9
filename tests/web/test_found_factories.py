"""Who looks for a factory finds it, however the name is typed."""

import pytest

from accord.web.public.register_query import asked_register
from tests.builders import a_factory, an_edition, publish


def found(app, **asked):
    with app.test_request_context("/factories", query_string=asked):
        query, register = asked_register()
        return [line.factory.number for line in query.found(register)]


@pytest.mark.parametrize(
    "query",
    [
        "90002",
        "৯০০০২",
        "900",
        "denim",
        "DENIM  washing",
        "washing & denim",
        "Demmo Dennim",
        "ডেনিম",
        "ওয়াশিং",
        "gazipur",
        "  denim  ",
    ],
)
def test_a_factory_is_found_by_number_or_name_in_either_script_however_it_is_typed(app, settings, query):
    publish(settings, an_edition(), an_edition([], factory=a_factory(number=12241, name="Rupali Knit", name_bn=None)))
    publish(settings, an_edition([], factory=a_factory(number=9490, name="Karnaphuli Ltd", district="Chattogram")))

    assert 90002 in found(app, q=query)


def test_a_number_that_nobody_has_finds_nobody(app, settings):
    publish(settings, an_edition())

    assert found(app, q="90003") == []


def test_the_register_can_be_narrowed_to_a_status(app, settings):
    publish(settings, an_edition(), an_edition([], inspections=(), factory=a_factory(number=9490, name="Unseen Ltd.")))

    assert found(app, status="not_inspected") == [9490]
