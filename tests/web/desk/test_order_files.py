"""Photos and papers that come with the steps of an order: drawn anew, kept with the step or not at all, private."""

import errno
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import event, select

from accord.casework.desk import sweeping
from accord.casework.orders import deeds
from accord.casework.stored import state_of
from accord.gateways.files import FileStore
from accord.records.order import OrderEvent, SafetyOrder
from accord.records.order_care import OrderFile
from accord.records.photo import KeptPhoto
from accord.rules.vocabulary import Discipline, OrderStep
from tests.desk_builders import an_inspection
from tests.order_builders import SEEN, determined, later
from tests.picture_builders import a_pdf, a_photo, an_exif
from tests.web.reading import read

PLACE = an_exif()


@pytest.fixture
def order_id(session, house, moment):
    found = determined(session, house, moment).id
    session.commit()
    return found


def photo(name="C3.heic", **options):
    return (BytesIO(a_photo(**options)), name)


def take(client, order_id, step, **typed):
    return client.post(f"/desk/orders/{order_id}/{step}", data={f"{step}-{name}": said for name, said in typed.items()})


def files_in(settings, *folders):
    return [path for folder in folders for path in (settings.instance / folder).glob("*/*") if path.is_file()]


def found_files(session):
    found = session.scalars(select(OrderFile).order_by(OrderFile.id)).all()
    session.rollback()
    return found


def test_a_photo_is_enough_evidence_and_is_kept_without_a_word_of_where_it_was_taken(
    session, order_id, come_in, settings
):
    owner = come_in("owner")

    answer = take(
        owner, order_id, "complied", photos=photo(kind="HEIF", exif=PLACE), papers=(BytesIO(a_pdf()), "count.pdf")
    )

    assert answer.status_code == 303
    paper, picture = found_files(session)
    assert (paper.media_type, picture.media_type, picture.name) == ("application/pdf", "image/jpeg", "C3.jpg")
    page = read(owner.get(f"/desk/orders/{order_id}").text)
    assert "count.pdf" in page.text
    shown = owner.get(f"/desk/orders/{order_id}/files/{picture.id}", buffered=True)
    small = owner.get(f"/desk/orders/{order_id}/files/{picture.id}?size=small")
    for each in (shown, small):
        assert each.mimetype == "image/jpeg"
        assert each.headers["Cache-Control"] == "private, no-cache"
        assert not Image.open(BytesIO(each.data)).getexif()
    assert b"Exif" not in shown.data
    again = owner.get(
        f"/desk/orders/{order_id}/files/{picture.id}?size=small", headers={"If-None-Match": small.headers["ETag"]}
    )
    assert (again.status_code, again.data) == (304, b"")


def test_a_paper_is_only_ever_a_download(session, order_id, come_in):
    owner = come_in("owner")
    take(owner, order_id, "complied", papers=(BytesIO(a_pdf()), "count.pdf"))
    [paper] = found_files(session)

    answer = owner.get(f"/desk/orders/{order_id}/files/{paper.id}", buffered=True)

    assert answer.data == a_pdf()
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")


def test_a_refused_step_keeps_no_file_but_gives_the_photo_back_to_its_form(session, order_id, come_in, settings):
    engineer = come_in("engineer")
    sent = {"note": "Nobody is inside.", "photos": photo("empty.jpg"), "papers": (BytesIO(a_pdf()), "a.pdf")}

    refused = take(engineer, order_id, "verified", **sent)

    assert refused.status_code == 422
    assert "say on which day you were there" in refused.text
    assert "Nobody is inside." in refused.text
    assert "empty.jpg" in refused.text
    assert "Choose the papers again" in refused.text
    assert found_files(session) == []
    assert files_in(settings, "photos", "documents") == []
    [kept] = read(refused.text).having("input", name="verified-kept_photos")

    day = session.get(SafetyOrder, order_id).steps[0].happened_on.isoformat()
    session.rollback()
    taken = take(engineer, order_id, "verified", seen_on=day, kept_photos=kept.attributes["value"])

    assert taken.status_code == 303
    [picture] = found_files(session)
    assert picture.name == "empty.jpg"
    assert session.scalars(select(KeptPhoto)).all() == []


@pytest.mark.parametrize(
    ("field", "content", "why"),
    [
        ("photos", b"no photo", "no photo"),
        ("photos", a_pdf(), "PDF"),
        ("papers", a_photo(), "PDF"),
        ("photos", a_photo()[:-200] + b"\0" * 200, "C3.jpg"),
    ],
)
def test_a_file_that_is_not_fit_keeps_the_step_from_being_taken_and_is_told_by_its_name(
    session, order_id, come_in, settings, field, content, why
):
    answer = take(come_in("owner"), order_id, "complied", note="Empty.", **{field: (BytesIO(content), "C3.jpg")})

    assert answer.status_code == 422
    assert "C3.jpg" in answer.text
    assert why in answer.text
    assert "Empty." in answer.text
    steps = [each.step for each in session.get(SafetyOrder, order_id).steps]
    assert OrderStep.COMPLIED not in steps
    assert files_in(settings, "photos", "documents") == []


def test_a_full_disk_takes_the_step_back_with_its_files(session, order_id, come_in, monkeypatch):
    def full(self, content):
        raise OSError(errno.ENOSPC, "No space left on device")

    owner = come_in("owner")
    monkeypatch.setattr(FileStore, "keep", full)
    answer = take(owner, order_id, "complied", note="Empty.", papers=(BytesIO(a_pdf()), "count.pdf"))

    assert answer.status_code == 422
    assert "the server has no room for it now" in answer.text
    assert found_files(session) == []
    assert OrderStep.COMPLIED not in [each.step for each in session.get(SafetyOrder, order_id).steps]


def test_kept_photos_that_are_not_there_any_more_are_asked_for_again(session, order_id, come_in):
    answer = take(come_in("owner"), order_id, "complied", note="Empty.", kept_photos="999")

    assert answer.status_code == 422
    assert "choose them again" in answer.text
    assert OrderStep.COMPLIED not in [each.step for each in session.get(SafetyOrder, order_id).steps]


def test_more_papers_than_go_at_once_are_told(order_id, come_in):
    papers = [(BytesIO(a_pdf()), f"{number}.pdf") for number in range(6)]

    answer = take(come_in("owner"), order_id, "complied", note="Empty.", papers=papers)

    assert answer.status_code == 422
    assert "At most 5 papers go at once." in answer.text


def test_files_that_a_step_does_not_ask_for_are_not_taken(session, order_id, come_in, settings):
    taken = take(come_in("chief"), order_id, "annulment_proposed", note="Plaster only.", photos=photo())

    assert taken.status_code == 303
    assert found_files(session) == []
    assert files_in(settings, "photos", "documents", "uploads") == []


def test_whoever_reads_the_order_opens_its_files_and_nobody_else(session, order_id, come_in, app):
    take(come_in("owner"), order_id, "complied", photos=photo())
    [picture] = found_files(session)
    address = f"/desk/orders/{order_id}/files/{picture.id}"

    for name in ("engineer", "handler", "brand", "committee"):
        assert come_in(name).get(address, buffered=True).status_code == 200, name
    assert come_in("stranger").get(address).status_code == 404
    assert app.test_client().get(address).status_code == 303
    assert come_in("engineer").get(f"/desk/orders/{order_id}/files/{picture.id + 1}").status_code == 404


def test_a_file_of_a_step_that_somebody_does_not_see_does_not_exist_for_them(
    session, order_id, house, come_in, moment, settings
):
    order = session.get(SafetyOrder, order_id)
    deeds.propose_annulment(session, order, SEEN, who=house.who["engineer"], moment=moment)
    proposal = session.scalars(select(OrderEvent.id).order_by(OrderEvent.id.desc())).first()
    sha256 = FileStore(settings.documents).keep(a_pdf())
    found = OrderFile(
        order_id=order_id,
        event_id=proposal,
        name="why.pdf",
        media_type="application/pdf",
        sha256=sha256,
        size_bytes=9,
        actor="x",
        recorded_at=moment.now,
    )
    session.add(found)
    session.commit()
    address = f"/desk/orders/{order_id}/files/{found.id}"

    assert come_in("chief").get(address, buffered=True).status_code == 200
    assert come_in("owner").get(address).status_code == 404


def test_what_was_seen_may_be_the_day_of_an_inspection_of_the_factory_and_discipline(
    session, order_id, house, come_in, moment
):
    def inspected(**words):
        found = an_inspection(session, house.first, **words)
        found.inspected_on = moment.today
        session.commit()
        return found.id

    fits = inspected(discipline=Discipline.STRUCTURAL)
    fire = inspected(discipline=Discipline.FIRE)
    client = come_in("engineer")

    page = read(client.get(f"/desk/orders/{order_id}").text)
    offered = [each.attributes["value"] for each in page.having("option")]
    assert str(fits) in offered
    refused = take(client, order_id, "verified", inspection=str(fire))
    assert refused.status_code == 422
    assert "nothing to do with" in refused.text
    assert take(client, order_id, "verified", inspection=str(fits)).status_code == 303

    event = session.get(SafetyOrder, order_id).steps[-1]
    assert (event.step, event.inspection_id, event.happened_on) == (OrderStep.VERIFIED, fits, moment.today)


def test_files_of_orders_are_backed_up_and_never_swept(session, order_id, come_in, settings, moment):
    take(come_in("owner"), order_id, "complied", photos=photo(), papers=(BytesIO(a_pdf()), "count.pdf"))
    paper, picture = found_files(session)
    uploads, documents = (FileStore(each, is_private=True) for each in (settings.uploads, settings.documents))

    swept = sweeping.sweep(
        session, uploads=uploads, documents=documents, actor="a test", moment=later(moment, days=40_000)
    )

    assert swept == 0
    state = state_of(session)
    assert state.documents == {paper.sha256: f"file {paper.id} of order {order_id}"}
    assert state.photos == {picture.sha256: f"file {picture.id} of order {order_id}"}


def test_the_page_asks_as_often_for_many_measures_files_and_steps_as_for_few(
    app, session, order_id, house, come_in, moment
):
    from tests.web.desk.test_order_beside import many_things

    client, queries = come_in("chief"), []
    many_things(session, order_id, house, moment, count=1)
    client.get(f"/desk/orders/{order_id}")
    event.listen(
        app.extensions["accord"].private.engine, "before_cursor_execute", lambda *said: queries.append(said[2])
    )
    client.get(f"/desk/orders/{order_id}")
    few = len(queries)
    many_things(session, order_id, house, moment, count=6)
    queries.clear()

    client.get(f"/desk/orders/{order_id}")

    assert len(queries) == few
