"""What is done to photos: parts blurred, taken out, cleared for publication, the clearance taken back."""

from flask import Blueprint, current_app, flash, redirect, request, url_for
from werkzeug import Response as Answer

from accord.casework.desk.photos import (
    blur,
    clear,
    count_to_clear,
    is_published,
    photos_chosen,
    reword,
    take_back_clearance,
    take_out,
)
from accord.casework.desk.revisions import ChangedMeanwhile
from accord.casework.refusals import Refused
from accord.records.photo import Photo
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.forms import said, whole_numbers
from accord.web.desk.photo_boxes import boxes_of, rows_of
from accord.web.desk.photo_forms import CaptionForm, ClearForm, TakeOutForm, pairs_of, words_of
from accord.web.desk.photos import clear_page, photo_or_404, photo_page
from accord.web.language import gettext, ngettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("photo_deeds", __name__, url_prefix="/desk/photos")


@bp.post("/<int:photo_id>/blur")
@serves(Action.CLEAR_PHOTO)
def blurred(photo_id: int) -> Answer | tuple[str, int]:
    """Put a copy in the photo's place in which the marked parts show nothing."""
    photo = photo_or_404(photo_id)
    rows = list(rows_of(request.form))
    try:
        copy = blur(db(), photo, boxes_of(rows), who=who(), moment=site().moment, photos=site().photos)
    except Refused as refusal:
        return photo_page(photo, rows=rows, refusal=said(refusal)), 422
    _tell_if_published(photo)
    db().commit()
    flash(gettext("The marked parts show nothing any more. Look at the photo before you clear it."))
    return redirect(url_for("photos.show", photo_id=copy.id), 303)


@bp.post("/<int:photo_id>/caption")
@serves(Action.ADD_EVIDENCE)
def worded(photo_id: int) -> Answer | tuple[str, int]:
    """Write anew what the photo shows; who comes second is shown what the first one wrote."""
    photo, form = photo_or_404(photo_id), CaptionForm()
    if not form.validate():
        return photo_page(photo, caption=form), 422
    try:
        is_uncleared = reword(db(), photo, words_of(form), opened_at=form.opened_at, who=who(), moment=site().moment)
    except ChangedMeanwhile as conflict:
        form.refuse(conflict)
        form.revision.data = str(conflict.revision)
        return photo_page(photo, caption=form, conflict=conflict), 422
    except Refused as refusal:
        return photo_page(photo, caption=form, refusal=said(refusal)), 422
    if is_published(db(), photo):
        flash(gettext("A published edition shows the former words until the factory is published anew."), "late")
    db().commit()
    flash(gettext("The words of the photo are saved."))
    if is_uncleared:
        flash(gettext("The photo is private again until somebody has looked at it with its new words."), "late")
    return redirect(url_for("photos.show", photo_id=photo.id), 303)


@bp.post("/<int:photo_id>/take-out")
@serves(Action.CLEAR_PHOTO)
def out(photo_id: int) -> Answer | tuple[str, int]:
    """Take the photo out of the hazard."""
    photo, form = photo_or_404(photo_id), TakeOutForm()
    if not form.validate():
        return photo_page(photo, out=form), 422
    try:
        take_out(db(), photo, reason=str(form.reason.data), who=who(), moment=site().moment)
    except Refused as refusal:
        return photo_page(photo, out=form, refusal=said(refusal)), 422
    _tell_if_published(photo)
    db().commit()
    flash(gettext("The photo was taken out."))
    return redirect(url_for("photos.album", hazard_id=photo.hazard_id), 303)


@bp.post("/<int:photo_id>/uncleared")
@serves(Action.CLEAR_PHOTO)
def uncleared(photo_id: int) -> Answer | tuple[str, int]:
    """Take the clearance of the photo back."""
    photo = photo_or_404(photo_id)
    try:
        take_back_clearance(db(), photo, who=who(), moment=site().moment)
    except Refused as refusal:
        return photo_page(photo, refusal=said(refusal)), 422
    _tell_if_published(photo)
    db().commit()
    flash(gettext("The photo is private again, and in no edition from now on."))
    return redirect(url_for("photos.show", photo_id=photo.id), 303)


@bp.post("/clear")
@serves(Action.CLEAR_PHOTO)
def cleared() -> Answer | tuple[str, int]:
    """Clear the chosen photos for publication."""
    form, chosen = ClearForm(), frozenset(whole_numbers(request.form.getlist("photo")))
    if form.validate():
        try:
            photos = photos_chosen(db(), sorted(chosen))
            seen = pairs_of(request.form.getlist("words"))
            count = clear(db(), photos, who=who(), moment=site().moment, words_seen=seen)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            db().commit()
            flash(_told(count))
            return redirect(url_for("photos.to_clear"), 303)
    return clear_page(form, chosen), 422


def _told(count: int) -> str:
    number = current_app.jinja_env.filters["number"]
    cleared_now = ngettext("%(count)s photo may be published.", "%(count)s photos may be published.", count)
    waiting = gettext("%(count)s wait.", count=number(count_to_clear(db())))
    return f"{cleared_now % {'count': number(count)}} {waiting}"


def _tell_if_published(photo: Photo) -> None:
    if is_published(db(), photo):
        flash(gettext("A published edition still shows this photo: publish the factory anew to take it off."), "late")
