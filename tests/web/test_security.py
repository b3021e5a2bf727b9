"""What every answer forbids the browser, and what hostile texts cannot do."""

import gzip
from dataclasses import replace

import pytest

from accord.rules.public.disclosure import LogDisclosed
from tests.builders import a_factory, a_hazard, a_site, an_edition, hazards, publish, settings_in
from tests.web.reading import read

ADDRESSES = (
    "/",
    "/factories/90002",
    "/factories/90002/cap.pdf",
    "/data",
    "/data/accord-public.sqlite",
    "/factories.csv",
    "/factories.json",
    "/factories.geojson",
    "/orders.csv",
    "/completed.csv",
    "/ineligible.csv",
    "/handed-over.csv",
    "/api/v1/factories",
    "/api/v1/factories/90002/hazards",
    "/api/v1/orders",
    "/api/v1/progress",
    "/api/openapi.json",
    "/nowhere",
    "/api/nothing",
    "/static/accord.css",
    "/healthz",
    "/metrics",
)
SCRIPT = "<script>alert('walk in')</script><img src=x onerror=alert(1)>\"'"
RIGHT_TO_LEFT = "\u202eevil\u2066 safe"


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_forbids_scripts_frames_and_everything_from_elsewhere(settings, visitor, address):
    publish(settings, an_edition())

    with visitor.get(address) as response:
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "base-uri 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert response.headers.getlist("X-Content-Type-Options") == ["nosniff"]
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert "camera=()" in response.headers["Permissions-Policy"]
        assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_public_answer_sets_a_cookie(settings, visitor, address):
    publish(settings, an_edition())

    with visitor.get(address) as response:
        assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("address", ["/", "/figures", "/factories/90002", "/data", "/nowhere"])
def test_no_page_holds_code_style_or_an_address_elsewhere(settings, visitor, address):
    publish(settings, an_edition(hazards(40)))

    page = read(visitor.get(address).text)

    for element in page.elements:
        assert element.tag not in {"script", "style", "iframe", "object", "embed"}
        for name, value in element.attributes.items():
            assert name != "style"
            assert not name.startswith("on")
            assert "//" not in value


@pytest.mark.parametrize(
    ("base_url", "is_promised"), [("https://accord.example", True), ("http://accord.example", False)]
)
def test_https_is_promised_only_where_the_site_is_served_by_it(tmp_path, base_url, is_promised):
    site = a_site(settings_in(tmp_path, base_url=base_url))

    response = site.test_client().get("/healthz")

    assert ("Strict-Transport-Security" in response.headers) is is_promised


@pytest.mark.parametrize("language", ["en", "bn"])
@pytest.mark.parametrize("text", [SCRIPT, RIGHT_TO_LEFT, "x" * 30_000, "ক" * 30_000, "{{ 7 * 7 }} %(name)s %s"])
def test_a_hostile_text_is_nothing_but_text(settings, visitor, text, language):
    texts = ("location", "observation", "recommended_action", "recommended_timeline", "final_action_plan")
    hazard = replace(
        a_hazard(category=None, category_as_written=text, observation_bn=text, log=(LogDisclosed(None, text),)),
        **dict.fromkeys(texts, text),
    )
    factory = a_factory(
        name=text,
        name_bn=None,
        address=text,
        district=text,
        company_group=text,
        os_id=text,
        summary=text,
        signatories_named=(text,),
    )
    publish(settings, an_edition([hazard], factory=factory))

    for address in ("/", "/factories/90002"):
        page = read(visitor.get(address, query_string={"lang": language}).text)
        assert page.having("script") == []
        assert page.having("img") == []
        assert " ".join(text.split()) in page.text


def test_what_was_searched_for_is_nothing_but_text(settings, visitor):
    publish(settings, an_edition())

    response = visitor.get("/", query_string={"q": SCRIPT})

    assert "<script" not in response.text
    assert response.headers["Location"].startswith("/factories?q=%3Cscript%3E")


def test_pages_travel_compressed_to_those_who_can_read_that(settings, visitor):
    publish(settings, an_edition(hazards(100)))

    plain = visitor.get("/factories/90002")
    packed = visitor.get("/factories/90002", headers={"Accept-Encoding": "gzip"})

    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 8
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_a_page_that_has_not_changed_is_not_sent_again(settings, visitor):
    publish(settings, an_edition())
    tag = visitor.get("/").headers["ETag"]

    again = visitor.get("/", headers={"If-None-Match": tag})

    assert again.status_code == 304
    assert again.data == b""


def test_the_stylesheet_is_kept_for_ever_and_small(visitor):
    link = read(visitor.get("/").text).having("link", rel="stylesheet")[0]

    response = visitor.get(link.attributes["href"], headers={"Accept-Encoding": "gzip"})

    assert "immutable" in response.headers["Cache-Control"]
    assert len(response.data) < 20_000
