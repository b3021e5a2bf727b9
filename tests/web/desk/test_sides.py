"""A server that serves the desk alone, and one that serves the public alone."""

import pytest

from accord.app import Side, create_app
from accord.rules.desk.people import Role
from tests.desk_builders_accounts import sign_in_with, somebody


@pytest.fixture
def serving(settings, moment):
    made = []

    def of(side):
        app = create_app(settings, now=lambda: moment.now, trouble_with_database=lambda: None, sides=frozenset({side}))
        app.config["WTF_CSRF_ENABLED"] = False
        made.append(app)
        return app

    yield of
    for app in made:
        app.extensions["accord"].private.close()


def test_the_desk_alone_leads_from_its_first_address_to_the_desk_and_works(serving, session, moment):
    somebody(session, Role.CASE_HANDLER, moment=moment, email="rahima@accord.example")
    session.commit()
    browser = serving(Side.DESK).test_client()

    first = browser.get("/?lang=bn")
    sign_in_with(browser, "rahima@accord.example")

    assert (first.status_code, first.location) == (303, "/desk?lang=bn")
    assert browser.get("/desk").status_code == 200
    assert browser.get("/healthz").status_code == 200


@pytest.mark.parametrize("path", ["/factories", "/factories/9001", "/api/v1/factories", "/no-such-page", "/orders"])
def test_the_desk_alone_has_no_public_page_and_says_so_in_a_whole_page(serving, path):
    response = serving(Side.DESK).test_client().get(path)

    assert response.status_code == 404


def test_a_form_of_unknown_origin_is_refused_in_a_whole_page_there_too(serving):
    app = serving(Side.DESK)
    app.config["WTF_CSRF_ENABLED"] = True

    response = app.test_client().post("/sign-in", data={"email": "a@b.example", "password": "x"})

    assert response.status_code == 400
    assert "This form cannot be taken" in response.text


@pytest.mark.parametrize("path", ["/desk", "/sign-in", "/desk/account"])
def test_the_public_alone_has_no_desk_and_never_opens_the_private_database(serving, path):
    app = serving(Side.PUBLIC)
    browser = app.test_client()
    browser.set_cookie("accord_sign_in", "whatever")

    response = browser.get(path)

    assert response.status_code == 404
    assert app.extensions["accord"].private._made == []
