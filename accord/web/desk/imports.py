"""Imports of CAP workbooks: tried out first, then confirmed; listed, and undone with a reason."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug import Response
from wtforms import TextAreaField

from accord.casework.desk.things import thing_of_factory
from accord.casework.imports import ImportReport, SourceFile, import_cap
from accord.casework.imports.listing import LATEST, imports_listed, left_of
from accord.casework.imports.undo import sheet_of, undo_import
from accord.casework.refusals import N_, Refused
from accord.gateways.cap_sheets import CapWorkbook, WorkbookRefused
from accord.records.cap import SheetImport
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.forms import DeskForm, Longest, stripped, typed
from accord.web.desk.import_forms import AgainForm, Sent, WorkbookForm
from accord.web.desk.programme_forms import FILLED
from accord.web.desk.things import require
from accord.web.filters import number
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("imports", __name__, url_prefix="/desk/imports")


class ReasonForm(DeskForm):
    """Why an import is undone."""

    reason = TextAreaField(
        N_("Why it is undone"), [FILLED, Longest(2000)], filters=[stripped], description=N_("It stays on record.")
    )


@bp.get("", endpoint="list")
@serves(Action.UNDO_IMPORT)
def list_all() -> str:
    """List the sheets that were imported, the latest first."""
    return render_template("desk/imports/list.html", imports=imports_listed(db()), most=LATEST)


@bp.get("/new")
@serves(Action.IMPORT_PLAN)
def new() -> str:
    """Ask for a workbook."""
    return render_template("desk/imports/new.html", form=WorkbookForm(), sentences=())


@bp.post("/new")
@serves(Action.IMPORT_PLAN)
def try_out() -> str | tuple[str, int]:
    """Show what an import of the workbook would change; nothing is changed yet."""
    form, sentences = WorkbookForm(), tuple[str, ...]()
    if form.validate() and (sent := form.sent()):
        try:
            report = _import(sent)
        except WorkbookRefused as refusal:
            sentences = refusal.sentences(sent.name)
        else:
            db().rollback()
            return _tried(report, sent)
    db().rollback()
    return render_template("desk/imports/new.html", form=form, sentences=sentences), 422


@bp.post("/confirm")
@serves(Action.IMPORT_PLAN)
def confirm() -> Response | tuple[str, int]:
    """Import the workbook that was tried out."""
    sent = AgainForm().sent(site())
    if sent is None:
        flash(gettext("The workbook is not here any more. Choose it again."), "late")
        return redirect(url_for("imports.new"), 303)
    try:
        report = _import(sent)
    except WorkbookRefused as refusal:
        db().rollback()
        return render_template(
            "desk/imports/new.html", form=WorkbookForm(), sentences=refusal.sentences(sent.name)
        ), 422
    db().commit()
    sent.forget(site())
    flash(gettext("Imported: new hazards: %(created)s, changed: %(updated)s.", **_counts(report)))
    if report.orders_to_confirm:
        dangers = number(len(report.orders_to_confirm))
        flash(gettext("Dangers that an engineer must decide on, on the page Now: %(count)s.", count=dangers), "late")
    return redirect(url_for("imports.list"), 303)


@bp.get("/<int:import_id>")
@serves(Action.UNDO_IMPORT)
def show(import_id: int) -> str:
    """Show one import: what was read, and what an undo left."""
    return _page(_import_or_404(import_id), ReasonForm())


@bp.post("/<int:import_id>/undo")
@serves(Action.UNDO_IMPORT)
def undo(import_id: int) -> Response | tuple[str, int]:
    """Undo an import."""
    read, form = _import_or_404(import_id), ReasonForm()
    if form.validate():
        try:
            undone = undo_import(db(), read, reason=typed(form.reason), who=who(), moment=site().moment)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            db().commit()
            said = gettext("The import is undone. The public pages follow when the factory is published anew.")
            flash(said, "late" if undone.left else "message")
            return redirect(url_for("imports.show", import_id=import_id), 303)
    db().rollback()
    return _page(_import_or_404(import_id), form), 422


def _page(read: SheetImport, form: ReasonForm) -> str:
    return render_template(
        "desk/imports/show.html",
        read=read,
        sheet=sheet_of(db(), read),
        left=left_of(db(), read),
        form=form,
        moment=site().moment,
    )


def _tried(report: ImportReport, sent: Sent) -> str:
    says_something = bool(report.created or report.updated or report.head_changes)
    if says_something:
        sent.keep(site())
    return render_template(
        "desk/imports/tried.html",
        report=report,
        sent=sent,
        warnings=[note.sentence(sent.name) for note in report.warnings],
        says_something=says_something,
        form=AgainForm(data=sent.words()),
    )


def _import(sent: Sent) -> ImportReport:
    # Whoever is asked for has opened a transaction, which holds the pen: nobody could write while the file is read.
    actor = who().actor
    db().rollback()
    workbook: CapWorkbook = sent.read()
    return import_cap(
        db(),
        workbook,
        file=SourceFile(sent.name, sent.sha256),
        actor=actor,
        moment=site().moment,
        accept_changes=sent.accept_changes,
    )


def _counts(report: ImportReport) -> dict[str, str]:
    return {"created": number(report.created), "updated": number(report.updated)}


def _import_or_404(import_id: int) -> SheetImport:
    read = db().get(SheetImport, import_id)
    if read is None:
        abort(404)
    require(thing_of_factory(read.factory))
    return read
