"""Photos that came with a form which comes back: kept until the form is saved, and shown in it to their sender."""

import time

from flask import Blueprint, Response, abort, current_app, redirect, request, send_file, url_for
from werkzeug import Response as Answer

from accord.casework.desk.kept_photos import keep_photo, kept_photos
from accord.casework.refusals import Refused
from accord.gateways.pictures import UploadRefused
from accord.gateways.pictures.look import MAX_PHOTO_BYTES
from accord.records.photo import KeptPhoto
from accord.rules.desk.rounds import UploadState
from accord.web.access import Action, serves
from accord.web.database import db, looking
from accord.web.desk.chosen_photos import FormOfPhotos, Kept, too_many
from accord.web.desk.manner import may_be_kept_by_reader
from accord.web.desk.sending import why_not
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("kept_photos", __name__, url_prefix="/desk/photos/kept")

NOT_YET = 202
"""The answer for a small copy that is being drawn: there will be one, ask again."""
MOST_TIMES = 15
"""Fewer times than any browser gives up to be sent on, and with the pause longer than ten photos take to be drawn."""
PAUSE_SECONDS = 0.4
"""So long one of the few threads is kept; who asks for a page meanwhile is answered before the picture comes again."""


@bp.get("/<int:kept_id>-small.jpg")
@serves(Action.MIND_OWN_ACCOUNT)
def small(kept_id: int) -> Answer:
    """Return the small copy of one's own kept photo; somebody else's does not exist."""
    found = kept_photos(db(), [kept_id], who=who(), moment=site().moment)
    if not found or found[0].state is UploadState.REFUSED:
        abort(404)
    if found[0].small_sha256 is None:
        return _not_yet(kept_id)
    try:
        answer = send_file(
            site().uploads.path_of(found[0].small_sha256), mimetype="image/jpeg", etag=found[0].small_sha256
        )
    except FileNotFoundError:
        current_app.logger.exception("The small copy of the kept photo %d is missing.", kept_id)
        abort(404)
    may_be_kept_by_reader()
    return answer


def _not_yet(kept_id: int) -> Answer:
    """Return that it is being drawn; to a page without script, which asks once alone, by sending it on to itself."""
    times = request.args.get("again", type=int)
    if times is None or not 0 < times <= MOST_TIMES:
        return Response(status=NOT_YET)
    time.sleep(PAUSE_SECONDS)
    return redirect(url_for("kept_photos.small", kept_id=kept_id, again=times + 1), 303)


def give_back(*forms: FormOfPhotos) -> None:
    """Keep the photos that came with forms which come back, and let each form show what is kept for it.

    What a refused deed may have begun to write is taken back first: the photos alone are committed. Whoever goes on
    with what was read before reads it anew.
    """
    if any(form.chosen for form in forms):
        db().rollback()
        for form in forms:
            _keep_chosen(form)
    ids = {id_ for form in forms for id_ in form.kept_ids | form.dropped_ids}
    found = {each.id: each for each in kept_photos(looking(), ids, who=who(), moment=site().moment)}
    for form in forms:
        form.kept = [
            _shown(found[id_], form) for id_ in sorted(form.kept_ids | form.dropped_ids) if _is_free(found.get(id_))
        ]


def _keep_chosen(form: FormOfPhotos) -> None:
    # Chosen once more, as whoever does not see that it was kept will do, it is still one photo.
    kept = {each.sha256: each.id for each in kept_photos(db(), form.kept_ids, who=who(), moment=site().moment)}
    chosen, room = form.chosen, form.room
    for file in chosen[:room]:
        raw = file.stream.read(MAX_PHOTO_BYTES + 1)
        try:
            photo = keep_photo(
                db(), raw, file_name=file.filename or "", who=who(), moment=site().moment, uploads=site().uploads
            )
        except (Refused, UploadRefused) as refusal:
            db().rollback()
            form.refuse(refusal, at="photos")
            continue
        if photo.sha256 in kept:
            db().rollback()
            continue
        kept[photo.sha256] = photo.id
        db().commit()
    form.kept_photos.data = [str(id_) for id_ in sorted({*kept.values(), *form.kept_ids, *form.dropped_ids})]
    if len(chosen) > room:
        form.photos.errors = [*form.photos.errors, too_many()]


def _is_free(kept: KeptPhoto | None) -> bool:
    """Return whether the photo is there, and was not sent with something else meanwhile."""
    return kept is not None and kept.upload_id is None


def _shown(kept: KeptPhoto, form: FormOfPhotos) -> Kept:
    is_refused = kept.state is UploadState.REFUSED
    return Kept(
        kept.id,
        kept.file_name,
        is_drawn=kept.small_sha256 is not None,
        why=why_not(kept) if is_refused else None,
        is_dropped=kept.id in form.dropped_ids,
    )
