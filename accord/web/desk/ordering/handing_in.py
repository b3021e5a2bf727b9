"""Photos and papers that come with a step of an order or of a measure: looked at and drawn anew, then kept.

No step stands without what was handed in for it, and nothing is kept for a step that was refused, but the photos of a
form that comes back: those wait for it as everywhere at the desk.
"""

from collections.abc import Iterator, Sequence

from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage

from accord.casework.desk.kept_photos import drop_kept, kept_photos
from accord.casework.orders.files import Ready, keep_files, paper_ready, photo_ready
from accord.casework.refusals import N_
from accord.gateways.pictures import UploadRefused
from accord.gateways.pictures.at_once import drawing
from accord.gateways.pictures.documents import MAX_PDF_BYTES
from accord.gateways.pictures.look import MAX_PHOTO_BYTES
from accord.web.database import db, looking
from accord.web.desk.chosen_photos import FormOfPhotos, too_many
from accord.web.desk.forms import said
from accord.web.filters import number
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import site

MOST_PAPERS = 5
"""Ours: with ten photos as much as somebody hands in at once."""


class FormWithFiles(FormOfPhotos):
    """A form with which photos and papers may be handed in."""

    photos = MultipleFileField(
        N_("Photos"),
        description=N_("JPEG, PNG, WebP or HEIC, each up to 30 MB. Where they were taken is not kept."),
        render_kw={"accept": "image/*,.heic,.heif"},
    )
    papers = MultipleFileField(
        N_("Papers"),
        description=N_("PDFs of up to 25 MB each, without a password."),
        render_kw={"accept": "application/pdf,.pdf"},
    )

    @property
    def chosen_papers(self) -> Sequence[FileStorage]:
        """The papers that were chosen."""
        return [each for each in self.papers.data or () if isinstance(each, FileStorage) and each.filename]

    @property
    def has_papers(self) -> bool:
        """Whether papers were chosen: a browser gives none back to a form that comes back."""
        return bool(self.chosen_papers)


def made_ready(form: FormWithFiles) -> Sequence[Ready] | None:
    """Return what came with the form, ready to be kept, or None where something is not fit: the form says then why.

    It is done before the pen is taken: a photo takes a second to be drawn anew. The same file twice is one.
    """
    found = [*_papers(form), *_photos(form)]
    if form.photos.errors or form.papers.errors:
        return None
    return list({each.told.sha256: each for each in found}.values())


def keep(form: FormWithFiles, files: Sequence[Ready]) -> None:
    """Write the files of the step that was just taken; what was kept for its form is kept no more."""
    keep_files(db(), files, photos=site().photos, documents=site().documents)
    drop_kept(db(), form.kept_ids | form.dropped_ids, who=who())


def _papers(form: FormWithFiles) -> Iterator[Ready]:
    if len(form.chosen_papers) > MOST_PAPERS:
        _refuse(form, "papers", gettext("At most %(most)s papers go at once.", most=number(MOST_PAPERS)))
    for file in form.chosen_papers[:MOST_PAPERS]:
        try:
            # One byte more than is taken is enough to know that it is too much.
            yield paper_ready(_read(file, MAX_PDF_BYTES), file_name=file.filename or "")
        except UploadRefused as refusal:
            _refuse(form, "papers", said(refusal))


def _photos(form: FormWithFiles) -> Iterator[Ready]:
    if len(form.chosen) > form.room:
        _refuse(form, "photos", too_many())
    raw = [*_kept(form), *((_read(each, MAX_PHOTO_BYTES), each.filename or "") for each in form.chosen[: form.room])]
    if not raw:
        return
    with drawing() as processor:
        for content, name in raw:
            try:
                yield photo_ready(content, file_name=name, drawing=processor, zone=site().settings.zone)
            except UploadRefused as refusal:
                _refuse(form, "photos", said(refusal))


def _kept(form: FormWithFiles) -> Iterator[tuple[bytes, str]]:
    """Give the photos that were kept when the form came back; one that is not there any more is asked for again."""
    found = kept_photos(looking(), form.kept_ids, who=who(), moment=site().moment)
    lost = len(form.kept_ids) - len(found)
    for each in found:
        try:
            yield site().uploads.path_of(each.sha256).read_bytes(), each.file_name
        except FileNotFoundError:
            lost += 1
    if lost:
        _refuse(
            form, "photos", gettext("Photos that were kept for this form are not there any more: choose them again.")
        )


def _read(file: FileStorage, most: int) -> bytes:
    content = file.stream.read(most + 1)
    # Read once more where the form comes back and keeps it.
    file.stream.seek(0)
    return content


def _refuse(form: FormWithFiles, name: str, sentence: str) -> None:
    form[name].errors = [*form[name].errors, sentence]
