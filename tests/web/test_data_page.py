"""The page of the open data: what can be taken away, and what it means."""

import sqlite3

import pytest

from accord.web.open_data.page import EXAMPLE
from tests.builders import an_edition, hazards, publish
from tests.web.reading import read


@pytest.mark.parametrize("language", ["en", "bn"])
def test_the_page_offers_the_record_every_file_and_the_description(settings, visitor, language):
    publish(settings, an_edition())

    page = read(visitor.get(f"/data?lang={language}").text)

    links = [element.attributes["href"] for element in page.having("a")]
    for address in ("/data/accord-public.sqlite", "/api/openapi.json", "/factories.csv", "/factories.geojson"):
        assert any(link.startswith(address) for link in links)
    for link in links:
        if link.partition("?")[0].endswith((".csv", ".json", ".geojson", ".sqlite")):
            with visitor.get(link) as response:
                assert response.status_code == 200
    assert "CC BY 4.0" in page.text


def test_every_field_is_explained_in_the_language_of_the_page(settings, visitor):
    publish(settings, an_edition())

    bangla = read(visitor.get("/data?lang=bn").text)

    assert "যে কোম্পানি গ্রুপের" in bangla.said_in("bn")
    english = bangla.said_in("en")
    # Names and SQL stay as programs read them; no sentence of ours does.
    assert "place_of_edition" in english
    assert ". " not in english.replace("4.0 International (CC BY 4.0)", "")


def test_before_anything_is_published_the_page_says_so(visitor):
    page = read(visitor.get("/data").text)

    assert "As soon as something is, the file to download stands here." in page.text
    assert page.having("a", href="/data/accord-public.sqlite") == []


def test_the_example_on_the_page_counts_what_the_site_counts(settings, visitor):
    publish(settings, an_edition(hazards(30)))
    example = EXAMPLE.format(number=90002, day="2018-07-01")
    assert " ".join(example.split()) in read(visitor.get("/data").text).text
    with visitor.get("/data/accord-public.sqlite") as response:
        connection = sqlite3.connect(":memory:")
        connection.deserialize(response.data)

    counted = dict(connection.execute(example).fetchall())
    connection.close()

    initial = visitor.get("/api/v1/factories/90002/progress").json["initial"]
    assert counted == {
        status: initial[status]
        for status in ("corrected", "in_progress", "pending_verification", "withdrawn")
        if initial[status]
    }
