"""The photos of a hazard: shown, added, and given to those who may read the hazard."""

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, send_file, url_for
from werkzeug import Response as Answer

from accord.casework.desk.photos import CAPTIONS, revision_of, with_hazard
from accord.casework.desk.revisions import ChangedMeanwhile
from accord.casework.desk.things import thing_of_hazard, thing_of_photo
from accord.casework.desk.uploads import Evidence, NotYoursToShow, TakenInTheFuture, may_be_evidence, may_show, said_on
from accord.records.hazard import Hazard
from accord.records.inspection import Inspection
from accord.records.photo import Photo
from accord.web.access import Action, may, serves
from accord.web.database import db
from accord.web.desk.kept_photos import give_back
from accord.web.desk.manner import may_be_kept_by_reader
from accord.web.desk.photo_boxes import Row, rows_of
from accord.web.desk.photo_forms import CaptionForm, ClearForm, PhotosForm, TakeOutForm, words_of
from accord.web.desk.photos_page import album_of, doubt_words, factory_of, shown, to_clear
from accord.web.desk.sending import send
from accord.web.desk.things import hazard_or_404, require
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("photos", __name__, url_prefix="/desk")


@bp.get("/hazards/<int:hazard_id>/photos")
@serves(Action.READ_HAZARD)
def album(hazard_id: int) -> str:
    """Show the photos of a hazard, and to those who may add some the form for it."""
    hazard = hazard_or_404(hazard_id)
    form = PhotosForm(taken_on=site().today)
    inspection = _inspection(hazard, request.args.get("inspection", type=int))
    if inspection is not None:
        form.inspection.data, form.taken_on.data = inspection.id, inspection.inspected_on
    return _album_page(hazard, form)


@bp.post("/hazards/<int:hazard_id>/photos")
@serves(Action.ADD_EVIDENCE)
def add(hazard_id: int) -> Answer | tuple[str, int]:
    """Keep the photos that are fit to be kept, and say of each other one why it is not."""
    hazard = hazard_or_404(hazard_id)
    form = PhotosForm()
    form.offer(may_show(db(), hazard, who()))
    if not form.validate() or not _may_be_sent(hazard, form):
        give_back(form)
        # What was read before the photos were kept has been let go of.
        return _album_page(hazard_or_404(hazard_id), form), 422
    if not send(form, hazard, evidence=_evidence(hazard, form)):
        return _album_page(hazard, form), 422
    return redirect(url_for("photos.album", hazard_id=hazard.id), 303)


@bp.get("/photos/<int:photo_id>")
@serves(Action.READ_HAZARD)
def show(photo_id: int) -> str:
    """Show one photo as large as it is, with what may be done to it."""
    return photo_page(photo_or_404(photo_id))


@bp.get("/photos/<int:photo_id>.jpg")
@serves(Action.READ_HAZARD)
def photo(photo_id: int) -> Response:
    """Return the photo, or with `?size=small` its small copy."""
    if request.args.get("size") == "small":
        return thumbnail(photo_id)
    found = photo_or_404(photo_id)
    return _picture(found, found.sha256)


@bp.get("/photos/<int:photo_id>-small.jpg")
@serves(Action.READ_HAZARD)
def thumbnail(photo_id: int) -> Response:
    """Return the small copy of a photo; one that has none is small enough itself."""
    found = photo_or_404(photo_id)
    return _picture(found, found.thumbnail_sha256 or found.sha256)


@bp.get("/photos/to-clear", endpoint="to_clear")
@serves(Action.CLEAR_PHOTO)
def to_clear_page() -> str:
    """Show photos that nobody has looked at yet, for several to be cleared at once."""
    return clear_page(ClearForm())


def photo_or_404(photo_id: int) -> Photo:
    """Return the photo, or answer that there is none; one that was taken out only those see who clear photos."""
    found = with_hazard(db(), photo_id)
    if found is None:
        abort(404)
    require(thing_of_photo(db(), found))
    if found.taken_out_at is not None and not may(Action.CLEAR_PHOTO):
        abort(404)
    return found


def photo_page(
    found: Photo,
    *,
    out: TakeOutForm | None = None,
    rows: list[Row] | None = None,
    caption: CaptionForm | None = None,
    conflict: ChangedMeanwhile | None = None,
    refusal: str | None = None,
) -> str:
    """Return the page of one photo, with what was typed and why it was refused."""
    return render_template(
        "desk/photos/show.html",
        shown=shown(found, ()),
        hazard=found.hazard,
        factory=factory_of(found.hazard),
        may_mind=may(Action.CLEAR_PHOTO) and found.taken_out_at is None,
        out=out or TakeOutForm(),
        clear=ClearForm(),
        rows=rows or rows_of(request.form),
        caption=(caption or _caption_form(found)) if _may_word(found) else None,
        conflict=conflict,
        refusal=refusal,
    )


def _caption_form(found: Photo) -> CaptionForm:
    words = {name: getattr(found, name) for name in CAPTIONS}
    return CaptionForm(formdata=None, revision=str(revision_of(found)), **words)


def _may_word(found: Photo) -> bool:
    """Return whether the visitor may word the photo: who may add one like it."""
    is_evidence = who().may(Action.ADD_EVIDENCE, thing_of_photo(db(), found))
    return is_evidence and found.taken_out_at is None and found.shows in may_show(db(), found.hazard, who())


def clear_page(form: ClearForm, chosen: frozenset[int] = frozenset()) -> str:
    """Return the page of photos that wait to be looked at."""
    page = to_clear(db(), moment=site().moment)
    return render_template(
        "desk/photos/to_clear.html", page=page, form=form, chosen=chosen, factory_of=factory_of, doubt_words=doubt_words
    )


def _album_page(hazard: Hazard, form: PhotosForm) -> str:
    may_add = who().may(Action.ADD_EVIDENCE, thing_of_hazard(db(), hazard))
    form.offer(may_show(db(), hazard, who()))
    page = album_of(db(), hazard, who=who(), may_add=may_add, moment=site().moment)
    return render_template("desk/photos/album.html", page=page, form=form, doubt_words=doubt_words)


def _may_be_sent(hazard: Hazard, form: PhotosForm) -> bool:
    try:
        may_be_evidence(db(), hazard, _evidence(hazard, form), who=who(), moment=site().moment)
    except (TakenInTheFuture, NotYoursToShow) as refusal:
        form.refuse(refusal)
        return False
    return True


def _evidence(hazard: Hazard, form: PhotosForm) -> Evidence:
    inspection, words = _inspection(hazard, form.inspection.data), words_of(form)
    return Evidence(
        shows=form.shows.data,
        caption=words["caption"] or "",
        caption_bn=words["caption_bn"],
        inspection=inspection,
        event=said_on(db(), hazard, inspection),
        taken_on=form.taken_on.data or site().today,
    )


def _inspection(hazard: Hazard, inspection_id: int | None) -> Inspection | None:
    """Return the inspection that the photos belong to, if it is one of the hazard's factory and discipline."""
    found = db().get(Inspection, inspection_id) if inspection_id and 0 < inspection_id < 1 << 31 else None
    if found is None or found.discipline is not hazard.discipline:
        return None
    return found if found.factory_id in {link.factory_id for link in hazard.links} else None


def _picture(found: Photo, sha256: str) -> Response:
    try:
        response = send_file(site().photos.path_of(sha256), mimetype="image/jpeg", etag=sha256)
    except FileNotFoundError:
        current_app.logger.exception("The file %s of photo %d is missing.", sha256, found.id)
        abort(404)
    may_be_kept_by_reader()
    return response
