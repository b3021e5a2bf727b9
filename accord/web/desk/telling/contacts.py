"""The contacts of organisations, and those of open orders that nobody can be reached of."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug import Response
from wtforms import BooleanField, EmailField, HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types that are known of it
from wtforms.validators import DataRequired

from accord.casework.desk.revisions import ChangedMeanwhile
from accord.casework.notices import contacts
from accord.casework.notices.contact_lists import (
    Organisation,
    contacts_page,
    organisation_named,
    words_of_factory,
)
from accord.casework.notices.organisations import ALONE
from accord.casework.refusals import N_, Refused
from accord.gateways.language import Language
from accord.records.notice import Contact
from accord.rules.desk.people import LONGEST_ADDRESS
from accord.web.access import Action, serves
from accord.web.database import SAFE, db
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, said, stripped
from accord.web.desk.telling.names import kind_of, name_of
from accord.web.language import gettext
from accord.web.parameters import whole_number
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("contacts", __name__, url_prefix="/desk/contacts")

LAST_PAGE = 9999
AT: dict[type[Refused], str] = {contacts.NotAnAddress: "email", contacts.NotATelephone: "telephone"}
"""At which field a refusal is shown."""


class ContactForm(DeskForm):
    """Who a contact is."""

    revision = HiddenField()
    name = StringField(N_("Name"), [DataRequired(N_("Please fill this in.")), Longest(120)], filters=[stripped])
    position = StringField(N_("Position"), [Longest(120)], filters=[stripped])
    email = EmailField(N_("E-mail address"), [Longest(LONGEST_ADDRESS)], filters=[stripped])
    telephone = StringField(N_("Telephone"), [Longest(40)], filters=[stripped])
    language = RadioField(
        N_("Language that comes first in letters"),
        [REQUIRED],
        choices=[SelectChoice(Language.BN.value, "বাংলা"), SelectChoice(Language.EN.value, "English")],
        default=Language.BN.value,
    )
    is_first = BooleanField(
        N_("The first reminder goes to this contact"),
        default=True,
        description=N_("Later reminders, and whatever happens to an order, go to all contacts."),
    )

    @property
    def particulars(self) -> contacts.Particulars:
        """What was typed."""
        return contacts.Particulars(
            name=str(self.name.data),
            position=self.position.data,
            language=Language(self.language.data),
            email=self.email.data,
            telephone=self.telephone.data,
            is_first=bool(self.is_first.data),
        )

    @property
    def opened_at(self) -> int:
        """The revision that the form was opened with; 0, which is none, where that was tampered with."""
        words = self.revision.data or ""
        return int(words) if words.isascii() and words.isdigit() and len(words) < len("1000000000") else 0


@bp.app_context_processor
def _names() -> dict[str, object]:
    return {"organisation_kind": kind_of, "organisation_name": name_of}


@bp.get("")
@serves(Action.KEEP_CONTACTS)
def list() -> str:
    """List the organisations with contacts; on top those of open orders without any."""
    asked = request.args.get("q", "")[:100]
    found = contacts_page(db(), asked, page=whole_number("page", last=LAST_PAGE), moment=site().moment)
    return render_template("desk/contacts/list.html", page=found, asked=asked, alone=tuple(ALONE))


@bp.get("/new")
@serves(Action.KEEP_CONTACTS)
def new() -> Response | str:
    """Show through whom an organisation is reached, and ask for another contact."""
    number = request.args.get("number", "")
    if number:
        is_number = number.isascii() and number.isdigit() and len(number) < len("1000000000")
        words = words_of_factory(db(), request.args.get("kind", ""), int(number)) if is_number else None
        if words is None:
            flash(gettext("There is no factory with this number."), "late")
            return redirect(url_for("contacts.list"), 303)
        return redirect(url_for("contacts.new", organisation=words), 303)
    organisation = _organisation()
    return _new_page(organisation, ContactForm()) if organisation else _no_such_organisation()


@bp.post("/new")
@serves(Action.KEEP_CONTACTS)
def add() -> Response | tuple[str, int]:
    """Add a contact."""
    organisation, form = _organisation(), ContactForm()
    if organisation is None:
        return _no_such_organisation()
    if form.validate():
        try:
            contacts.add_contact(db(), organisation.words, form.particulars, actor=who().actor, moment=site().moment)
        except Refused as refusal:
            form.refuse(refusal, at=AT.get(type(refusal)))
        else:
            return _done(organisation.words, gettext("The contact is added."))
    db().rollback()
    return _new_page(organisation, form), 422


@bp.get("/<int:contact_id>")
@serves(Action.KEEP_CONTACTS)
def edit(contact_id: int) -> str:
    """Show a contact to be changed."""
    contact = _contact_or_404(contact_id)
    return _edit_page(contact, ContactForm(obj=contact))


@bp.post("/<int:contact_id>")
@serves(Action.KEEP_CONTACTS)
def mend(contact_id: int) -> Response | tuple[str, int]:
    """Change who a contact is; who comes second is shown both."""
    contact, form, conflict = _contact_or_404(contact_id), ContactForm(), None
    if form.validate():
        try:
            contacts.mend_contact(
                db(),
                contact,
                form.particulars,
                opened_at=form.opened_at,
                actor=who().actor,
                moment=site().moment,
            )
        except ChangedMeanwhile as refusal:
            form.refuse(refusal)
            form.revision.data, conflict = str(refusal.revision), refusal
        except Refused as refusal:
            form.refuse(refusal, at=AT.get(type(refusal)))
        else:
            return _done(contact.organisation, gettext("The contact is changed."))
    db().rollback()
    return _edit_page(_contact_or_404(contact_id), form, conflict), 422


@bp.post("/<int:contact_id>/end")
@serves(Action.KEEP_CONTACTS)
def end(contact_id: int) -> Response:
    """End a contact today."""
    contact = _contact_or_404(contact_id)
    try:
        contacts.end_contact(db(), contact, on=site().today, actor=who().actor, moment=site().moment)
    except Refused as refusal:
        flash(said(refusal), "late")
        return redirect(url_for("contacts.edit", contact_id=contact_id), 303)
    return _done(contact.organisation, gettext("The contact has ended: nothing is sent there any more."))


def _done(words: str, sentence: str) -> Response:
    db().commit()
    flash(sentence)
    return redirect(url_for("contacts.new", organisation=words), 303)


def _new_page(organisation: Organisation, form: ContactForm) -> str:
    return render_template("desk/contacts/new.html", organisation=organisation, form=form)


def _edit_page(contact: Contact, form: ContactForm, conflict: ChangedMeanwhile | None = None) -> str:
    found = organisation_named(db(), contact.organisation, moment=site().moment)
    organisation = found or Organisation(contact.organisation, contact.organisation)
    return render_template(
        "desk/contacts/edit.html", organisation=organisation, contact=contact, form=form, conflict=conflict
    )


def _organisation() -> Organisation | None:
    return organisation_named(db(), request.args.get("organisation", "")[:60], moment=site().moment)


def _no_such_organisation() -> Response:
    flash(gettext("There is no such organisation."), "late")
    return redirect(url_for("contacts.list"), 303)


def _contact_or_404(contact_id: int) -> Contact:
    found = db().get(Contact, contact_id) if request.method in SAFE else contacts.contact_for_update(db(), contact_id)
    if found is None:
        abort(404)
    return found
