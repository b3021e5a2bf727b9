"""The snapshot to take away: whole, resumable, checked, and without a trace of what was taken out of it."""

import base64
import hashlib
import sqlite3

import pytest

from tests.builders import a_factory, an_edition, hazards, publish

ADDRESS = "/data/accord-public.sqlite"


def rows(content, query):
    connection = sqlite3.connect(":memory:")
    connection.deserialize(content)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


@pytest.fixture
def downloaded(settings, visitor):
    publish(settings, an_edition(hazards(30)))
    with visitor.get(ADDRESS) as response:
        yield response


def test_the_file_is_the_published_record_and_opens_as_a_database(downloaded):
    assert downloaded.headers["Content-Type"] == "application/vnd.sqlite3"
    assert downloaded.headers["Content-Disposition"] == "attachment; filename=accord-public.sqlite"
    assert rows(downloaded.data, "SELECT number FROM factory") == [(90002,)]
    assert rows(downloaded.data, "SELECT count(*) FROM hazard") == [(30,)]
    assert rows(downloaded.data, "PRAGMA integrity_check") == [("ok",)]


def test_its_checksum_is_told_by_its_tag_its_digest_and_the_page(downloaded, visitor):
    sha256 = hashlib.sha256(downloaded.data)

    assert downloaded.headers["ETag"] == f'"{sha256.hexdigest()}"'
    assert downloaded.headers["Repr-Digest"] == f"sha-256=:{base64.b64encode(sha256.digest()).decode()}:"
    assert sha256.hexdigest() in visitor.get("/data").text


def test_an_interrupted_download_goes_on_where_it_stopped(downloaded, visitor):
    whole, tag = downloaded.data, downloaded.headers["ETag"]

    with visitor.get(ADDRESS, headers={"Range": "bytes=1000-", "If-Range": tag}) as rest:
        assert rest.status_code == 206
        assert rest.headers["Content-Range"] == f"bytes 1000-{len(whole) - 1}/{len(whole)}"
        assert whole[:1000] + rest.data == whole
    with visitor.get(ADDRESS, headers={"Range": "bytes=1000-", "If-Range": '"older"'}) as anew:
        assert anew.status_code == 200
        assert anew.data == whole


def test_who_has_it_is_not_sent_it_again_until_something_is_published(downloaded, settings, visitor):
    tag = downloaded.headers["ETag"]
    with visitor.get(ADDRESS, headers={"If-None-Match": tag}) as again:
        assert (again.status_code, again.data) == (304, b"")

    publish(settings, an_edition(hazards(3), factory=a_factory(number=90004)))

    with visitor.get(ADDRESS, headers={"If-None-Match": tag}) as newer:
        assert newer.status_code == 200
        assert rows(newer.data, "SELECT count(*) FROM factory") == [(2,)]


def test_head_tells_its_size(downloaded, visitor):
    with visitor.head(ADDRESS) as head:
        assert head.data == b""
        assert head.headers["Content-Length"] == str(len(downloaded.data))


def test_what_is_invented_says_so_in_its_name(settings, visitor):
    publish(settings, an_edition(is_demonstration=True))

    with visitor.get(ADDRESS) as response:
        assert "DEMONSTRATION-accord-public.sqlite" in response.headers["Content-Disposition"]


def test_before_anything_is_published_there_is_none(settings, visitor):
    assert visitor.get(ADDRESS).status_code == 404
    assert not settings.downloads.exists()


def test_where_no_copy_can_be_kept_the_reader_hears_that_and_the_log_why(settings, visitor, caplog):
    publish(settings, an_edition())
    settings.downloads.write_text("something else stands here")

    assert visitor.get(ADDRESS).status_code == 503
    assert "No copy of the snapshot can be kept" in caplog.text
