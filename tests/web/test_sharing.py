"""Pages of other sites may read the open data: read it, and in nobody's name."""

import pytest

from tests.builders import an_edition, publish

OPEN = (
    "/api/openapi.json",
    "/api/v1/factories",
    "/api/v1/factories/90002/progress",
    "/api/v1/orders",
    "/factories.csv",
    "/factories.json",
    "/factories.geojson",
    "/orders.csv",
    "/completed.csv",
    "/ineligible.csv",
    "/handed-over.csv",
    "/factories/90002/cap.json",
    "/data/accord-public.sqlite",
)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("address", OPEN)
def test_every_other_site_may_read_the_open_data(settings, visitor, address, method):
    publish(settings, an_edition())

    for _ in range(2):
        with visitor.open(address, method=method, headers={"Origin": "https://union.example"}) as response:
            assert response.status_code == 200
            assert response.headers.getlist("Access-Control-Allow-Origin") == ["*"]
            assert "ETag" in response.headers["Access-Control-Expose-Headers"]
            assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.mark.parametrize("address", OPEN)
def test_a_browser_that_asks_beforehand_hears_that_reading_is_all(settings, visitor, address):
    publish(settings, an_edition())

    response = visitor.options(
        address, headers={"Origin": "https://union.example", "Access-Control-Request-Method": "GET"}
    )

    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "Range" in response.headers["Access-Control-Allow-Headers"]
    assert "Authorization" not in response.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.mark.parametrize("address", ["/", "/factories/90002", "/data", "/metrics", "/healthz", "/nowhere"])
def test_pages_and_watchers_addresses_are_not_for_other_sites(settings, visitor, address):
    publish(settings, an_edition())

    assert "Access-Control-Allow-Origin" not in visitor.get(address).headers
    assert "Access-Control-Allow-Origin" not in visitor.options(address).headers


@pytest.mark.parametrize("address", ["/api/v1/nothing", "/api/v1/factories/1", "/api/v1/factories?limit=0"])
def test_a_program_in_another_site_reads_what_went_wrong(settings, visitor, address):
    publish(settings, an_edition())

    assert visitor.get(address).headers["Access-Control-Allow-Origin"] == "*"
