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


@pytest.mark.parametrize("signs", ["%25", "%F0%9F%98%80", "%C2%A7%20%25"])
def test_signs_without_a_letter_or_a_figure_find_nothing(register, signs):
    assert asked(register, f"/?q={signs}") == []


@pytest.mark.parametrize("address", ["/", "/factories"])
def test_a_search_keeps_the_language_that_the_address_asks_for_whatever_the_browser_prefers(register, address):
    page = register.test_client().get(f"{address}?lang=en", headers={"Accept-Language": "bn-BD"}).text

    assert '<input type="hidden" name="lang" value="en">' in page
