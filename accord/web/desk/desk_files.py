"""Documents of a factory and of a hazard: listed, handed in, and given as a download that no browser opens."""

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, send_file, url_for
from flask_wtf.file import FileField
from werkzeug import Response as Answer
from werkzeug.datastructures import FileStorage

from accord.casework.desk.documents import (
    documents_of_factory,
    documents_of_hazard,
    keep_document,
    thing_of_document,
)
from accord.casework.desk.file_names import plain_name
from accord.casework.desk.things import thing_of_factory, thing_of_hazard
from accord.casework.refusals import N_, Refused
from accord.gateways.pictures import UploadRefused
from accord.gateways.pictures.documents import MAX_PDF_BYTES
from accord.records.factory import Factory
from accord.records.hazard import Hazard
from accord.records.paperwork import StoredFile
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.forms import DeskForm
from accord.web.desk.photo_forms import NeedsFile
from accord.web.desk.photos_page import factory_of
from accord.web.desk.things import factory_or_404, hazard_or_404, require
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("desk_files", __name__, url_prefix="/desk")


class DocumentForm(DeskForm):
    """One document."""

    file = FileField(
        N_("Document"),
        [NeedsFile(N_("Choose the PDF."))],
        description=N_("A PDF of up to 25 MB, without a password."),
        render_kw={"accept": "application/pdf,.pdf"},
    )

    @property
    def chosen(self) -> FileStorage | None:
        """The file that was chosen, or None."""
        found = self.file.data
        return found if isinstance(found, FileStorage) and found.filename else None


@bp.get("/factories/<factory:number>/documents")
@serves(Action.READ_FACTORY)
def of_factory(number: int) -> str:
    """Show the documents of a factory, those of its hazards among them."""
    return _factory_page(factory_or_404(number), DocumentForm())


@bp.post("/factories/<factory:number>/documents")
@serves(Action.HAND_IN_DOCUMENT)
def hand_in(number: int) -> Answer | tuple[str, int]:
    """Keep a document of the factory."""
    factory, form = factory_or_404(number), DocumentForm()
    if _is_kept(form, factory, None):
        return redirect(url_for("desk_files.of_factory", number=number), 303)
    return _factory_page(factory, form), 422


@bp.get("/hazards/<int:hazard_id>/documents")
@serves(Action.READ_HAZARD)
def of_hazard(hazard_id: int) -> str:
    """Show the documents of a hazard."""
    return _hazard_page(hazard_or_404(hazard_id), DocumentForm())


@bp.post("/hazards/<int:hazard_id>/documents")
@serves(Action.ADD_EVIDENCE)
def attach(hazard_id: int) -> Answer | tuple[str, int]:
    """Keep a document as evidence for the hazard."""
    hazard, form = hazard_or_404(hazard_id), DocumentForm()
    if _is_kept(form, factory_of(hazard), hazard):
        return redirect(url_for("desk_files.of_hazard", hazard_id=hazard.id), 303)
    return _hazard_page(hazard, form), 422


@bp.get("/documents/<int:file_id>")
@serves(Action.READ_FACTORY)
def file(file_id: int) -> Response:
    """Return a document to be saved: nothing of it is ever shown by a page of ours."""
    found = db().get(StoredFile, file_id)
    if found is None:
        abort(404)
    require(thing_of_document(db(), found))
    try:
        response = send_file(
            site().documents.path_of(found.sha256),
            # Not as the PDF that it is: what opens it is the reader's own choice, after it was saved.
            mimetype="application/octet-stream",
            as_attachment=True,
            download_name=plain_name(found.name, otherwise="document"),
            etag=False,
        )
    except FileNotFoundError:
        current_app.logger.exception("The file %s of document %d is missing.", found.sha256, found.id)
        abort(404)
    return response


def _is_kept(form: DocumentForm, factory: Factory, hazard: Hazard | None) -> bool:
    if not form.validate() or form.chosen is None:
        return False
    try:
        kept = keep_document(
            db(),
            factory,
            raw=form.chosen.stream.read(MAX_PDF_BYTES + 1),
            file_name=form.chosen.filename or "",
            documents=site().documents,
            hazard=hazard,
            who=who(),
            moment=site().moment,
        )
    except (Refused, UploadRefused) as refusal:
        form.refuse(refusal, at="file")
        return False
    db().commit()
    flash(gettext("“%(name)s” was handed in.", name=kept.name))
    return True


def _factory_page(factory: Factory, form: DocumentForm) -> str:
    return render_template(
        "desk/photos/documents.html",
        documents=documents_of_factory(db(), factory, who=who()),
        factory=factory,
        hazard=None,
        form=form if who().may(Action.HAND_IN_DOCUMENT, thing_of_factory(factory)) else None,
    )


def _hazard_page(hazard: Hazard, form: DocumentForm) -> str:
    return render_template(
        "desk/photos/documents.html",
        documents=documents_of_hazard(db(), hazard),
        factory=factory_of(hazard),
        hazard=hazard,
        form=form if who().may(Action.ADD_EVIDENCE, thing_of_hazard(db(), hazard)) else None,
    )
