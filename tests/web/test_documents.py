"""The published files: byte for byte as they were frozen, named, typed, and not sent twice."""

import hashlib

import pytest

from tests.builders import FILES, an_edition, publish

TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
NAMES = {
    ("pdf", "en"): "inline; filename=accord-90002-cap-en.pdf",
    ("pdf", "bn"): "inline; filename=accord-90002-cap-bn.pdf",
    ("xlsx", ""): "attachment; filename=accord-90002-cap.xlsx",
    ("csv", ""): "attachment; filename=accord-90002-cap.csv",
    ("json", ""): "attachment; filename=accord-90002-cap.json",
}


@pytest.mark.parametrize(("kind", "language"), FILES)
def test_a_published_file_comes_byte_for_byte_with_its_type_and_name(settings, visitor, kind, language):
    publish(settings, an_edition())

    with visitor.get(f"/factories/90002/cap.{kind}", query_string={"lang": language}) as response:
        assert response.status_code == 200
        assert response.data == FILES[kind, language]
        assert response.headers["Content-Type"] == TYPES[kind]
        assert response.headers["Content-Disposition"] == NAMES[kind, language]
        assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(("kind", "language"), FILES)
def test_a_file_that_the_browser_has_is_not_sent_again(settings, visitor, kind, language):
    publish(settings, an_edition())
    sha256 = hashlib.sha256(FILES[kind, language]).hexdigest()

    with visitor.get(
        f"/factories/90002/cap.{kind}", query_string={"lang": language}, headers={"If-None-Match": f'"{sha256}"'}
    ) as response:
        assert response.status_code == 304
        assert response.data == b""
        assert response.headers["ETag"] == f'"{sha256}"'
        assert response.headers["Cache-Control"] == "public, no-cache"


def test_the_browsers_language_chooses_the_pdf_where_the_address_does_not(settings, visitor):
    publish(settings, an_edition())

    with visitor.get("/factories/90002/cap.pdf", headers={"Accept-Language": "bn-BD,en;q=0.5"}) as response:
        assert response.data == FILES["pdf", "bn"]
        assert response.headers["Content-Language"] == "bn"
        assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize("address", ["/factories/90003/cap.pdf", "/factories/90002/cap.doc", "/factories/90002/cap"])
def test_a_file_that_was_never_published_is_not_there(settings, visitor, address):
    publish(settings, an_edition())

    response = visitor.get(address)

    assert response.status_code == 404
    assert "There is no such page" in response.text


def test_a_kind_that_was_not_published_is_neither_offered_nor_there(settings, visitor):
    publish(settings, an_edition(), files=[("pdf", "en")])

    page = visitor.get("/factories/90002").text

    assert "cap.pdf?lang=en" in page
    assert "cap.xlsx" not in page
    assert visitor.get("/factories/90002/cap.xlsx").status_code == 404


def test_a_file_that_is_lost_from_the_store_is_told_from_one_that_never_was(settings, app, visitor, caplog):
    publish(settings, an_edition())
    app.extensions["accord"].files.path_of(hashlib.sha256(FILES["csv", ""]).hexdigest()).unlink()

    response = visitor.get("/factories/90002/cap.csv")

    assert response.status_code == 503
    assert "is missing" in caplog.text
