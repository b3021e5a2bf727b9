"""What machines ask that watch over the server."""

from datetime import timedelta

import pytest

from accord.app import create_app
from tests.builders import NOW, a_site, an_edition, publish


def test_alive_says_so_without_asking_anything(settings, visitor):
    assert visitor.get("/healthz").get_json() == {"status": "alive"}


def test_ready_means_that_snapshot_and_private_database_answer(settings, visitor):
    publish(settings, an_edition())

    response = visitor.get("/readyz")

    assert response.status_code == 200
    assert response.get_json() == {"status": "ready"}


def test_an_installation_that_has_published_nothing_is_ready(visitor):
    assert visitor.get("/readyz").status_code == 200


def test_a_private_database_out_of_reach_is_named_as_the_reason(settings):
    site = a_site(settings, trouble="the private database cannot be reached")

    response = site.test_client().get("/readyz")

    assert response.status_code == 503
    assert response.get_json()["reasons"] == ["the private database cannot be reached"]


def test_a_broken_snapshot_is_named_as_the_reason(settings, visitor):
    settings.snapshot.write_bytes(b"no database at all" * 100)

    response = visitor.get("/readyz")

    assert response.status_code == 503
    assert response.get_json()["reasons"] == ["the public snapshot cannot be read (DatabaseError)"]


@pytest.mark.parametrize(("folder", "status"), [("accord.sqlite", 200), ("no/such/folder.sqlite", 503)])
def test_the_application_itself_asks_the_database_of_its_settings(settings, database, folder, status):
    from dataclasses import replace

    site = create_app(replace(settings, database_url=f"sqlite:///{settings.instance / folder}"), now=lambda: NOW)

    assert site.test_client().get("/readyz").status_code == status


def test_requests_are_counted_by_endpoint_and_never_by_what_was_asked(settings, visitor):
    publish(settings, an_edition())
    visitor.get("/?word=a-secret-word", headers={"X-Forwarded-For": "203.0.113.7"})
    visitor.get("/nowhere/90002")
    visitor.open("/", method="BREW")

    meters = visitor.get("/metrics").text

    assert 'accord_http_requests_total{endpoint="home.show",method="GET",status="200"} 1.0' in meters
    assert 'accord_http_requests_total{endpoint="unknown",method="GET",status="404"} 1.0' in meters
    assert 'method="other"' in meters
    assert 'accord_http_request_seconds_count{endpoint="home.show"} 1.0' in meters
    assert 'accord_build_info{python="' in meters
    for word in ("secret", "203.0.113.7", "127.0.0.1", "nowhere", "BREW"):
        assert word not in meters


def test_the_age_of_the_snapshot_is_measured(settings):
    publish(settings, an_edition(), written_at=NOW - timedelta(hours=2))

    meters = a_site(settings).test_client().get("/metrics").text

    assert "accord_snapshot_age_seconds 7200.0" in meters


def test_before_anything_is_published_the_snapshot_has_no_age(visitor):
    assert "accord_snapshot_age_seconds NaN" in visitor.get("/metrics").text
