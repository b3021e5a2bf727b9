"""The check lists of a factory that is to be closed or handed over: what is missing, and where one does it."""

from collections.abc import Mapping

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, send_file, url_for
from flask_wtf.file import FileField
from werkzeug import Response as Answer
from werkzeug.datastructures import FileStorage
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types known of it

from accord.casework.desk.endings import NotABuyer, NotAPdf, NotYet, Paper, Said, put_on_file, take_back
from accord.casework.desk.things import thing_of_factory
from accord.casework.refusals import N_, Refused
from accord.gateways.pictures import UploadRefused
from accord.gateways.pictures.documents import MAX_PDF_BYTES
from accord.records.ending import EndingItem
from accord.records.factory import Factory
from accord.rules.factories.endings import BY_HAND, Condition
from accord.web.access import Action, serves
from accord.web.database import db
from accord.web.desk.escalating.check_list_page import CheckListPage, buyers_missing, check_list_page
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, said, stripped, typed
from accord.web.desk.programme_forms import FILLED
from accord.web.desk.things import factory_or_404, require
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("check_lists", __name__)

PLACES: Mapping[type[Exception], str] = {
    NotYet: "happened_on",
    NotABuyer: "signatory",
    NotAPdf: "file",
}
"""The field at which a refusal is said."""


class ItemForm(DeskForm):
    """What is put on file of one condition."""

    signatory = SelectField(N_("Brand that confirms"), choices=[])
    happened_on = DateField(N_("Day of the letter"), [REQUIRED])
    words = TextAreaField(N_("What it says, in short"), [FILLED, Longest(2000)], filters=[stripped])
    reference = StringField(
        N_("Reference of the letter"),
        [Longest(120)],
        filters=[stripped],
        description=N_("Needed where no PDF is attached."),
    )
    file = FileField(
        N_("Letter as PDF"),
        description=N_("A PDF of up to 25 MB, without a password; needed where no reference is given."),
        render_kw={"accept": "application/pdf,.pdf"},
    )

    @property
    def paper(self) -> Paper | None:
        """The PDF that was chosen, or None."""
        found = self.file.data
        if not (isinstance(found, FileStorage) and found.filename):
            return None
        return Paper(found.filename, found.stream.read(MAX_PDF_BYTES + 1))


class TakeBackForm(DeskForm):
    """Why something does not count any more."""

    reason = StringField(N_("Why it is taken back"), [FILLED, Longest(500)], filters=[stripped])


@bp.get("/desk/factories/<factory:number>/ending")
@serves(Action.KEEP_CHECK_LIST)
def show(number: int) -> str:
    """Show what is open before the factory may be closed, or handed over."""
    return _page(factory_or_404(number))


@bp.post("/desk/factories/<factory:number>/ending/<condition>")
@serves(Action.KEEP_CHECK_LIST)
def put(number: int, condition: str) -> Answer | tuple[str, int]:
    """Put on file that a condition is met."""
    factory = factory_or_404(number)
    if condition not in BY_HAND:
        abort(404)
    asked = Condition(condition)
    form = _form(factory, asked)
    if form.validate():
        try:
            put_on_file(
                db(),
                factory,
                _said(asked, form),
                paper=form.paper,
                documents=site().documents,
                who=who(),
                moment=site().moment,
            )
        except (Refused, UploadRefused) as refusal:
            form.refuse(refusal, at="file" if isinstance(refusal, UploadRefused) else PLACES.get(type(refusal)))
            db().rollback()
        else:
            db().commit()
            flash(gettext("It is on file now."))
            return redirect(url_for("check_lists.show", number=number, _anchor=asked.value), 303)
    return _page(factory_or_404(number), {asked: form}), 422


@bp.post("/desk/ending-items/<int:item_id>/take-back")
@serves(Action.KEEP_CHECK_LIST)
def end(item_id: int) -> Answer:
    """Say that what was put on file does not count."""
    item, form = _item_or_404(item_id), TakeBackForm(prefix=f"i{item_id}-")
    number = db().get_one(Factory, item.factory_id).number
    back = redirect(url_for("check_lists.show", number=number, _anchor=item.condition.value), 303)
    if not form.validate():
        flash(gettext("Say why it is taken back."), "late")
        return back
    try:
        take_back(db(), item, reason=typed(form.reason), who=who(), moment=site().moment)
    except Refused as refusal:
        db().rollback()
        flash(said(refusal), "late")
    else:
        db().commit()
        flash(gettext("It is off the list, and stays to be read."))
    return back


@bp.get("/desk/ending-items/<int:item_id>/paper")
@serves(Action.KEEP_CHECK_LIST)
def paper(item_id: int) -> Response:
    """Return a paper to be saved: nothing of it is ever shown by a page of ours."""
    item = _item_or_404(item_id)
    if item.sha256 is None:
        abort(404)
    try:
        return send_file(
            site().documents.path_of(item.sha256),
            mimetype="application/octet-stream",
            as_attachment=True,
            download_name=item.file_name,
            etag=False,
        )
    except FileNotFoundError:
        current_app.logger.exception("The file %s of paper %d of a check list is missing.", item.sha256, item.id)
        abort(404)


def _item_or_404(item_id: int) -> EndingItem:
    item = db().get(EndingItem, item_id)
    if item is None:
        abort(404)
    require(thing_of_factory(db().get_one(Factory, item.factory_id)))
    return item


def _form(factory: Factory, condition: Condition, **filled: object) -> ItemForm:
    form = ItemForm(prefix=f"{condition.value}-", **filled)
    form.reference.flags.one_of_them = form.file.flags.one_of_them = True
    if condition is Condition.BRANDS_CONFIRMED:
        brands = buyers_missing(db(), factory, moment=site().moment)
        form.signatory.choices = [SelectChoice("", ""), *(SelectChoice(str(each.id), each.name) for each in brands)]
        form.signatory.flags.required = True
    else:
        del form.signatory
    return form


def _said(condition: Condition, form: ItemForm) -> Said:
    brand = form.signatory.data if "signatory" in form else None
    return Said(
        condition,
        form.happened_on.data or site().today,
        typed(form.words),
        reference=form.reference.data,
        signatory_id=int(brand) if brand else None,
    )


def _page(factory: Factory, tried: Mapping[Condition, ItemForm] | None = None) -> str:
    page: CheckListPage = check_list_page(db(), factory, who=who(), moment=site().moment)
    forms = {
        condition: (tried or {}).get(condition) or _form(factory, condition, formdata=None, happened_on=site().today)
        for condition in BY_HAND
    }
    endings = {item.id: TakeBackForm(formdata=None, prefix=f"i{item.id}-") for item in page.standing}
    return render_template(
        "desk/stages/ending.html", page=page, forms=forms, endings=endings, tried=frozenset(tried or {})
    )
