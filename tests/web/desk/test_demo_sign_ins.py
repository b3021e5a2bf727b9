"""The people of the demonstration sign in on the machine that it runs on, and where no real data is."""

from dataclasses import replace

import pytest

from accord.casework.disclosure import DEMONSTRATION
from accord.records.journal import Fact
from accord.rules.desk.people import Role
from tests.builders import a_site, settings_in
from tests.desk_builders_accounts import PASSWORD, sign_in_with, somebody

EMAIL = "admin@demo.example"


@pytest.fixture
def demonstration(session, moment):
    somebody(session, Role.ADMINISTRATOR, moment=moment, email=EMAIL)
    session.add(Fact(name=DEMONSTRATION, value="yes"))
    session.commit()


@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "[::1]:8000"])
def test_an_invented_person_signs_in_on_this_machine(app, host):
    browser = app.test_client()

    response = sign_in_with(browser, EMAIL, headers={"Host": host})

    assert response.status_code == 303
    assert browser.get("/desk", headers={"Host": host}).status_code == 200


OUTSIDE = [
    {"environ_base": {"REMOTE_ADDR": "203.0.113.9"}},
    {"environ_base": {"REMOTE_ADDR": ""}},
    {"headers": {"X-Forwarded-For": "127.0.0.1"}},
    {"headers": {"Forwarded": "for=127.0.0.1"}},
    {"headers": {"X-Real-IP": "127.0.0.1"}},
    {"headers": {"Via": "1.1 proxy"}},
    {"headers": {"Host": "demo.accord.example"}},
    {"headers": {"Host": "127.0.0.1.evil.example"}},
]


@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("words", OUTSIDE)
def test_an_invented_person_signs_in_from_nowhere_else_nor_through_a_proxy(app, words):
    browser = app.test_client()

    response = sign_in_with(browser, EMAIL, **words)

    assert response.status_code == 422
    assert "sign in only on the machine that it runs on" in response.text
    assert browser.get("/desk").status_code == 303


@pytest.mark.usefixtures("demonstration")
def test_a_sign_in_made_here_opens_nothing_from_elsewhere(app):
    browser = app.test_client()
    sign_in_with(browser, EMAIL)
    assert browser.get("/desk").status_code == 200

    assert browser.get("/desk", headers={"Host": "demo.accord.example"}).status_code == 303


@pytest.mark.usefixtures("demonstration")
def test_a_site_that_is_known_in_public_lets_no_invented_person_in(database, moment):
    site = a_site(settings_in(database.parent, base_url="https://accord.example"), now=lambda: moment.now)
    site.config["WTF_CSRF_ENABLED"] = False

    assert sign_in_with(site.test_client(), EMAIL).status_code == 422
    site.extensions["accord"].private.close()


@pytest.mark.usefixtures("demonstration")
def test_behind_a_proxy_nobody_is_on_this_machine(database, moment):
    site = a_site(replace(settings_in(database.parent), behind_proxy=1), now=lambda: moment.now)
    site.config["WTF_CSRF_ENABLED"] = False

    assert sign_in_with(site.test_client(), EMAIL).status_code == 422
    site.extensions["accord"].private.close()


def test_where_real_data_is_no_invented_person_is_let_in(app, session, moment):
    somebody(session, Role.ADMINISTRATOR, moment=moment, email=EMAIL)
    session.commit()

    assert sign_in_with(app.test_client(), EMAIL, PASSWORD).status_code == 422


@pytest.mark.usefixtures("demonstration")
def test_in_a_demonstration_somebody_real_signs_in_from_anywhere(app, session, moment):
    somebody(session, Role.CASE_HANDLER, moment=moment, email="real@accord.example")
    session.commit()

    response = sign_in_with(app.test_client(), "real@accord.example", headers={"Host": "demo.accord.example"})

    assert response.status_code == 303
