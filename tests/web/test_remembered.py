"""What was answered once is answered again without work, and only that, and only while it is true."""

import gzip
from datetime import timedelta

import pytest
from flask import Response
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import event
from werkzeug.datastructures import Headers

from accord.web.access import Action, serves
from accord.web.remembered import LARGEST_BYTES, Store, kept
from tests.builders import FILES, NOW, a_factory, a_site, an_edition, hazards, publish

PAGES = ("/", "/factories/90002?show=overdue", "/data", "/api/v1/factories", "/factories.csv", "/factories.geojson")


class WholeReader(FlaskClient):
    """Reads every answer to its end, as a server sends it."""

    def open(self, *args, **kwargs):
        return super().open(*args, **kwargs, buffered=True)


@pytest.fixture
def visitor(app):
    """A visitor whose headers are sent as they are, a cookie too."""
    return WholeReader(app, use_cookies=False)


@pytest.fixture
def store(app):
    return app.extensions["accord_remembering"].store


@pytest.fixture
def opened(app):
    """How often the snapshot was opened."""
    times = []
    engine = app.extensions["accord"].snapshot.engine
    event.listen(engine, "connect", lambda *_: times.append(1))
    return times


@pytest.fixture
def broken_pages(app, monkeypatch):
    """From now on no page can be made any more; the function breaks them."""

    def forbid(*_args, **_kwargs):
        pytest.fail("the application was asked")

    return lambda: monkeypatch.setattr(app.extensions["accord_remembering"], "inner", forbid)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("encoding", ["gzip", ""])
def test_a_repeated_read_neither_makes_the_page_nor_opens_the_snapshot(
    settings, visitor, opened, broken_pages, address, encoding
):
    publish(settings, an_edition(hazards(30)))
    first = visitor.get(address, headers={"Accept-Encoding": encoding})
    first_bytes = first.data
    opened.clear()
    broken_pages()

    again = visitor.get(address, headers={"Accept-Encoding": encoding})

    assert again.status_code == 200
    assert again.data == first_bytes
    assert opened == []
    told = {name: value for name, value in again.headers if name not in ("Content-Length", "Date")}
    assert told == {name: value for name, value in first.headers if name not in ("Content-Length", "Date")}
    assert again.headers["Content-Length"] == str(len(first_bytes))


@pytest.mark.parametrize("address", PAGES)
def test_a_reader_who_has_the_page_gets_nothing_but_that_it_still_holds(settings, visitor, broken_pages, address):
    publish(settings, an_edition(hazards(30)))
    tag = visitor.get(address).headers["ETag"]
    worked_out = visitor.get(address, headers={"If-None-Match": tag, "Cookie": "asked=afresh"})
    broken_pages()

    again = visitor.get(address, headers={"If-None-Match": tag})

    assert again.status_code == worked_out.status_code == 304
    assert again.data == worked_out.data == b""
    for name in ("ETag", "Vary", "Cache-Control", "Content-Security-Policy"):
        assert again.headers[name] == worked_out.headers[name]
    assert "Content-Length" not in again.headers
    assert visitor.get(address, headers={"If-None-Match": '"another"'}).status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_head_tells_what_get_would(settings, visitor, address):
    publish(settings, an_edition(hazards(30)))
    before = visitor.head(address)
    body = visitor.get(address).data

    after = visitor.head(address)

    assert before.data == after.data == b""
    assert after.headers["Content-Length"] == str(len(body))
    assert before.headers["ETag"] == after.headers["ETag"]


def test_a_publication_is_seen_at_once(settings, visitor):
    publish(settings, an_edition(hazards(3)))
    assert "New Sweaters" not in visitor.get("/").text
    tag = visitor.get("/").headers["ETag"]

    publish(settings, an_edition(hazards(3), factory=a_factory(number=90004, name="New Sweaters Ltd.")))

    assert "New Sweaters" in visitor.get("/").text
    assert visitor.get("/", headers={"If-None-Match": tag}).status_code == 200


def test_a_new_day_is_seen_at_once(settings):
    publish(settings, an_edition(hazards(30)))
    moments = [NOW]
    visitor = WholeReader(a_site(settings, now=lambda: moments[0]))
    today = visitor.get("/api/v1/progress").json

    moments[0] = NOW + timedelta(days=200)

    later = visitor.get("/api/v1/progress").json
    assert later["as_of"] > today["as_of"]
    assert later["overdue"] > today["overdue"]


def test_each_language_and_each_question_has_its_own_answer(settings, visitor):
    publish(settings, an_edition(hazards(3)))

    for _ in range(2):
        assert '<html lang="en">' in visitor.get("/").text
        assert '<html lang="bn">' in visitor.get("/", headers={"Accept-Language": "bn-BD,en;q=0.5"}).text
        assert '<html lang="bn">' in visitor.get("/?lang=bn").text
        assert "No factory in the register fits." in visitor.get("/factories?q=nobody").text


def test_each_reader_gets_what_he_can_unpack(settings, visitor):
    publish(settings, an_edition(hazards(30)))

    for _ in range(2):
        plain = visitor.get("/")
        packed = visitor.get("/", headers={"Accept-Encoding": "br, gzip;q=0.5"})
        refused = visitor.get("/", headers={"Accept-Encoding": "gzip;q=0"})
        assert gzip.decompress(packed.data) == plain.data == refused.data
        assert "Accept-Encoding" in packed.headers["Vary"]


@pytest.mark.parametrize(
    "address", ["/nowhere", "/factories/1", "/?status=lost", "/api/v1/factories?x=1", "/healthz", "/metrics", "/readyz"]
)
def test_errors_and_what_watchers_ask_are_never_kept(settings, visitor, store, address):
    publish(settings, an_edition())

    visitor.get(address)

    assert len(store) == 0


def test_files_from_the_disk_are_never_kept(settings, visitor, store):
    publish(settings, an_edition())

    for address in ("/factories/90002/cap.pdf?lang=en", "/data/accord-public.sqlite"):
        with visitor.get(address) as response:
            assert response.status_code == 200
    with visitor.get("/factories/90002/cap.pdf?lang=en") as response:
        assert response.data == FILES["pdf", "en"]

    assert len(store) == 0


@pytest.mark.parametrize("header", ["Cookie", "Authorization", "Range", "If-Match"])
def test_who_shows_a_cookie_or_a_key_is_neither_learnt_from_nor_answered_from_memory(
    settings, visitor, app, store, header
):
    publish(settings, an_edition())

    def asked(*_args, **_kwargs):
        pytest.fail("answered from memory")

    visitor.get("/", headers={header: "x=1"})
    assert len(store) == 0
    visitor.get("/")
    app.extensions["accord_remembering"].store.find = asked

    assert visitor.get("/", headers={header: "x=1"}).status_code in (200, 412)


@pytest.mark.parametrize(
    "headers", [{"Set-Cookie": "who=you"}, {"Cache-Control": "private"}, {"Cache-Control": "no-store"}]
)
def test_what_is_meant_for_one_reader_is_never_kept(settings, visitor, app, store, headers):
    publish(settings, an_edition())
    app.add_url_rule("/mine", "mine", serves(Action.READ_PUBLISHED)(lambda: Response("yours", headers=headers)))
    app.add_url_rule("/asset", "asset", serves(Action.LOAD_ASSET)(lambda: Response("the same for all")))

    assert visitor.get("/mine").text == "yours"
    assert visitor.get("/asset").text == "the same for all"

    assert len(store) == 0


def test_a_page_that_was_made_while_the_snapshot_changed_is_not_kept(settings, visitor, app, store):
    publish(settings, an_edition())

    def slow() -> str:
        publish(settings, an_edition(hazards(5), factory=a_factory(number=90004)))
        return "half of this, half of that"

    app.add_url_rule("/slow", "slow", serves(Action.READ_PUBLISHED)(slow))
    visitor.get("/slow")

    assert len(store) == 0


def test_a_page_of_no_published_record_is_not_kept(visitor, store):
    assert visitor.get("/").status_code == 200
    assert len(store) == 0


def test_a_reader_who_leaves_in_the_middle_leaves_nothing_half_kept(settings, app, store):
    publish(settings, an_edition())
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/factories.json", "SERVER_NAME": "x", "SERVER_PORT": "80"}
    environ |= {"wsgi.url_scheme": "http", "wsgi.input": None}

    parts = app(environ, lambda *_: None)
    next(iter(parts))
    parts.close()

    assert len(store) == 0


def test_remembered_answers_count_like_all_others(settings, visitor):
    publish(settings, an_edition())
    tag = visitor.get("/").headers["ETag"]
    visitor.get("/")
    visitor.get("/", headers={"If-None-Match": tag})
    visitor.head("/")

    counted = {
        (sample.labels["method"], sample.labels["status"]): sample.value
        for family in text_string_to_metric_families(visitor.get("/metrics").text)
        for sample in family.samples
        if sample.name == "accord_http_requests_total" and sample.labels["endpoint"] == "home.show"
    }
    assert counted == {("GET", "200"): 2, ("GET", "304"): 1, ("HEAD", "200"): 1}


def answer(size: int):
    return kept("home.show", Headers({"ETag": 'W/"x"'}), b"x" * size)


def test_the_memory_is_bounded_in_number_and_in_bytes_and_forgets_what_was_not_asked_for_longest():
    store = Store(most_answers=3, most_bytes=100)
    for place in range(3):
        assert store.find("state", place) is None
        store.keep("state", place, answer(10))
    store.find("state", 0)

    store.keep("state", 3, answer(10))
    assert [store.find("state", place) is not None for place in range(4)] == [True, False, True, True]
    assert (len(store), store.size_bytes) == (3, 30)

    store.keep("state", 4, answer(90))
    assert len(store) == 2
    assert store.size_bytes == 100

    store.keep("state", 5, answer(101))
    assert (len(store), store.size_bytes) == (0, 0)


def test_another_state_empties_the_memory_and_takes_no_answer_of_the_one_before():
    store = Store()
    store.find("before", "question")
    store.keep("before", "question", answer(10))

    assert store.find("after", "question") is None
    assert (len(store), store.size_bytes) == (0, 0)
    store.keep("before", "question", answer(10))
    assert len(store) == 0


def test_an_answer_larger_than_all_others_is_given_whole_and_not_kept(settings, visitor, app, store):
    publish(settings, an_edition())
    huge = "x" * (LARGEST_BYTES + 1)
    app.add_url_rule("/huge", "huge", serves(Action.READ_PUBLISHED)(lambda: Response(huge, mimetype="text/plain")))

    assert visitor.get("/huge").text == huge
    assert len(store) == 0
