"""What an address may ask of the register, and how it is told that it asks for nothing known."""

import pytest

from accord.web.public.register_query import asked_register
from tests.builders import a_factory, an_edition, publish


def asked(app, address):
    with app.test_request_context(address):
        query, register = asked_register()
        return [line.factory.number for line in query.found(register)]


@pytest.fixture
def register(app, settings):
    publish(
        settings,
        an_edition([], factory=a_factory(number=90001, name="Alpha Ltd.", district="Dhaka")),
        an_edition([], factory=a_factory(number=90002, name="Beta Ltd.", district="Gazipur")),
    )
    return app


def test_the_register_is_asked_by_name_status_coverage_and_district(register):
    assert asked(register, "/") == [90001, 90002]
    assert asked(register, "/?q=beta") == [90002]
    assert asked(register, "/?district=Dhaka") == [90001]
    assert asked(register, "/?coverage=covered&status=ineligible") == []
    assert asked(register, "/?coverage=covered") == [90001, 90002]


@pytest.mark.parametrize(
    "words", ["status=lost", "coverage=all", "district=Atlantis", "as_of=2018-13-01", "as_of=2099-01-01"]
)
def test_what_means_nothing_is_refused_by_name(register, words):
    with (
        register.test_request_context(f"/?{words}"),
        pytest.raises(Exception, match=words.partition("=")[0]) as refused,
    ):
        asked_register()

    assert refused.value.code == 422
