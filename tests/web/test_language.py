"""Both languages: which one is answered in, how it is carried along, and that nothing is left in the other one."""

import re

import pytest

from accord.rules.vocabulary import Status
from tests.builders import FOUND, a_factory, a_hazard, an_edition, hazards, lived, publish
from tests.web.reading import read

PAGES = ("/", "/factories/90002", "/nowhere")


@pytest.mark.parametrize(
    ("asked", "preferred", "answered"),
    [
        ("", "", "en"),
        ("", "bn", "bn"),
        ("", "bn-BD,en;q=0.8", "bn"),
        ("", "de,fr;q=0.5", "en"),
        ("", "en-GB,bn;q=0.9", "en"),
        ("bn", "en", "bn"),
        ("en", "bn", "en"),
    ],
)
def test_the_address_decides_then_the_browser_then_english(visitor, asked, preferred, answered):
    response = visitor.get("/", query_string={"lang": asked}, headers={"Accept-Language": preferred})

    assert read(response.text).having("html", lang=answered) != []
    assert response.headers["Content-Language"] == answered
    assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_leads_to_itself_in_the_other_language(settings, visitor, page):
    publish(settings, an_edition())

    other = read(visitor.get(page).text).link_texts["বাংলা"]

    back = read(visitor.get(other).text)
    assert back.having("html", lang="bn") != []
    assert "English" in back.link_texts


def test_the_link_to_the_other_language_keeps_all_that_was_asked_for(settings, visitor):
    publish(settings, an_edition())

    page = read(visitor.get("/factories/90002?status=corrected&lang=en&show=initial").text)

    assert page.link_texts["বাংলা"] == "/factories/90002?lang=bn&status=corrected&show=initial"


@pytest.mark.parametrize("trick", ["_scheme=javascript&_external=1", "endpoint=x", "_anchor=x", "number=1", "q=%22%3E"])
def test_no_parameter_bends_the_link_to_the_other_language(settings, visitor, trick):
    publish(settings, an_edition())

    link = read(visitor.get(f"/factories/90002?{trick}").text).link_texts["বাংলা"]

    assert link.startswith("/factories/90002?lang=bn&")


def test_a_language_that_was_asked_for_is_carried_along(settings, visitor):
    publish(settings, an_edition())

    home = read(visitor.get("/?lang=bn").text)
    factory = read(visitor.get(home.link_texts["ডেমো ডেনিম অ্যান্ড ওয়াশিং লিমিটেড"]).text)

    assert factory.having("html", lang="bn") != []
    assert factory.link_texts["PDF English"] == "/factories/90002/cap.pdf?lang=en"
    assert factory.link_texts["XLSX"] == "/factories/90002/cap.xlsx"


def test_a_language_that_was_not_asked_for_is_not_put_into_addresses(settings, visitor):
    publish(settings, an_edition())

    home = read(visitor.get("/", headers={"Accept-Language": "bn"}).text)

    assert "/factories/90002" in home.link_texts.values()


@pytest.mark.parametrize("page", ["/", "/factories/90002", "/factories/90002?show=overdue"])
def test_a_bangla_page_holds_no_latin_digit_but_in_numbers_that_are_names(settings, visitor, page):
    publish(settings, an_edition(hazards(40), factory=a_factory(os_id=None, company_group=None)))

    said = read(visitor.get(page, headers={"Accept-Language": "bn"}).text).said_in("bn")

    assert re.findall(r"[0-9]+", re.sub(r"\b9000[24]\b", "", said)) == []


def test_a_bangla_page_after_an_english_one_is_bangla_throughout(settings, visitor):
    publish(settings, an_edition([lived(a_hazard(), (FOUND, Status.IN_PROGRESS))]))
    visitor.get("/factories/90002")

    said = read(visitor.get("/factories/90002?lang=bn").text).said_in("bn")

    assert "আবার খোলা হয়েছে ০" in said


def test_a_text_without_translation_stands_in_english_marked_as_such_once(settings, visitor):
    publish(settings, an_edition([a_hazard(observation_bn=None), a_hazard(item=2, observation_bn=None)]))

    page = read(visitor.get("/factories/90002?lang=bn").text)

    assert "Collapsible gates with padlocks" in page.said_in("en")
    assert "Collapsible gates with padlocks" not in page.said_in("bn")
    assert page.text.count("ইংরেজি থেকে এখনো অনূদিত হয়নি") == 1


def test_a_page_whose_texts_are_all_translated_carries_no_such_mark(settings, visitor):
    translated = a_hazard(location=None, recommended_timeline=None, final_action_plan=None)
    factory = a_factory(address_bn="প্লট ১৭", buildings=())
    publish(settings, an_edition([translated], factory=factory))

    assert "অনূদিত" not in visitor.get("/factories/90002?lang=bn").text


def test_bangla_in_a_column_meant_for_english_is_marked_as_bangla(settings, visitor):
    publish(settings, an_edition([a_hazard(final_action_plan="গেট সরানো হবে", observation_bn=None)]))

    page = read(visitor.get("/factories/90002?lang=en").text)

    assert "গেট সরানো হবে" in page.said_in("bn")


def test_every_page_says_of_which_day_its_data_is(settings, visitor):
    publish(settings, an_edition())

    for page in PAGES:
        assert "Published data of 1 July 2018." in visitor.get(page).text
        assert "১ জুলাই ২০১৮ তারিখের প্রকাশিত তথ্য।" in visitor.get(f"{page}?lang=bn").text


@pytest.mark.parametrize("page", PAGES)
def test_invented_data_says_demonstration_on_every_page_in_both_languages(settings, visitor, page):
    publish(settings, an_edition(is_demonstration=True))

    english, bangla = (read(visitor.get(f"{page}?lang={language}").text).text for language in ("en", "bn"))

    assert "DEMONSTRATION Everything here is invented" in english
    assert "DEMONSTRATION · প্রদর্শনী" in bangla


@pytest.mark.parametrize("page", PAGES)
def test_real_data_says_no_such_thing(settings, visitor, page):
    publish(settings, an_edition())

    assert "DEMONSTRATION" not in visitor.get(page).text
