"""The accounts of people: who there is, what they are to the programme, and how they get in."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug import Response

from accord.casework.desk import people, roles, sign_in
from accord.casework.desk.revisions import ChangedMeanwhile
from accord.casework.refusals import Refused
from accord.gateways.letters import LetterBox
from accord.records.person import Person, RoleHeld
from accord.rules.desk.people import Role
from accord.web.access import Action, serves
from accord.web.database import SAFE, db
from accord.web.desk.forms import said
from accord.web.desk.people_forms import LastDayForm, PersonForm, RoleForm
from accord.web.desk.people_page import people_page, person_page
from accord.web.language import gettext
from accord.web.parameters import one_of, whole_number
from accord.web.signed_in import who
from accord.web.site import address_of, site

bp = Blueprint("people", __name__, url_prefix="/desk/people")

LETTERS_SHOWN = 50
LAST_PAGE = 9999


@bp.get("")
@serves(Action.MANAGE_PEOPLE)
def list() -> str:
    """List everybody, or those who were asked for."""
    asked = request.args.get("q", "")[:100]
    page = people_page(
        db(), asked, one_of("role", Role), page=whole_number("page", last=LAST_PAGE), moment=site().moment
    )
    return render_template("desk/people/list.html", page=page, roles=tuple(Role))


@bp.get("/new")
@serves(Action.MANAGE_PEOPLE)
def new() -> str:
    """Ask who is new, and what they are to be."""
    return render_template("desk/people/new.html", form=PersonForm(), role_form=RoleForm())


@bp.post("/new")
@serves(Action.MANAGE_PEOPLE)
def add() -> str | tuple[str, int]:
    """Make an account with its first role, and show the link to be handed over this one time."""
    form, role_form = PersonForm(), RoleForm()
    if _are_good(form, role_form):
        try:
            person = people.add_person(db(), form.particulars, actor=who().actor, moment=site().moment)
        except Refused as refusal:
            form.refuse(refusal, at="email")
        else:
            try:
                roles.give_role(db(), person, role_form.given, actor=who().actor, moment=site().moment)
            except Refused as refusal:
                role_form.refuse(refusal)
            else:
                return _link_page(person)
    db().rollback()
    return render_template("desk/people/new.html", form=form, role_form=role_form), 422


@bp.get("/<int:person_id>")
@serves(Action.MANAGE_PEOPLE)
def show(person_id: int) -> str:
    """Show somebody's account."""
    person = _person_or_404(person_id)
    return _page(person, PersonForm(obj=person))


@bp.post("/<int:person_id>")
@serves(Action.MANAGE_PEOPLE)
def change(person_id: int) -> Response | tuple[str, int]:
    """Change who somebody is; who comes second is shown both."""
    person, form = _person_or_404(person_id), PersonForm()
    conflict = None
    if form.validate():
        try:
            people.change_person(
                db(), person, form.particulars, opened_at=form.opened_at, actor=who().actor, moment=site().moment
            )
        except ChangedMeanwhile as refusal:
            form.refuse(refusal)
            form.revision.data, conflict = str(refusal.revision), refusal
        except Refused as refusal:
            form.refuse(refusal, at="email")
        else:
            return _done(person, gettext("The account is changed."))
    db().rollback()
    return _page(_person_or_404(person_id), form, conflict=conflict), 422


@bp.post("/<int:person_id>/roles")
@serves(Action.MANAGE_PEOPLE)
def give_role(person_id: int) -> Response | tuple[str, int]:
    """Give somebody a role."""
    person, form = _person_or_404(person_id), RoleForm()
    if form.validate():
        try:
            roles.give_role(db(), person, form.given, actor=who().actor, moment=site().moment)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _done(person, gettext("The role is given."))
    db().rollback()
    person = _person_or_404(person_id)
    return _page(person, PersonForm(formdata=None, obj=person), role_form=form), 422


@bp.post("/<int:person_id>/roles/<int:role_id>/end")
@serves(Action.MANAGE_PEOPLE)
def end_role(person_id: int, role_id: int) -> Response:
    """Let a role end with a day."""
    person, form = _person_or_404(person_id), LastDayForm()
    held = db().get(RoleHeld, role_id)
    if held is None or held.person_id != person.id:
        abort(404)
    if not form.validate():
        return _not_done(person, gettext("Say with which day the role ends."))
    try:
        roles.end_role(db(), held, form.day, actor=who().actor, moment=site().moment)
    except Refused as refusal:
        return _not_done(person, said(refusal))
    return _done(person, gettext("The role ends with that day."))


@bp.post("/<int:person_id>/link")
@serves(Action.MANAGE_PEOPLE)
def link(person_id: int) -> Response | str:
    """Make a new link in place of all before, and show it this one time."""
    person = _person_or_404(person_id)
    try:
        return _link_page(person)
    except people.AccountClosed as refusal:
        return _not_done(person, said(refusal))


@bp.post("/<int:person_id>/close")
@serves(Action.MANAGE_PEOPLE)
def close(person_id: int) -> Response:
    """Close an account."""
    person = _person_or_404(person_id)
    try:
        people.close_account(db(), person, actor_id=who().id, actor=who().actor, moment=site().moment)
    except Refused as refusal:
        return _not_done(person, said(refusal))
    return _done(person, gettext("The account is closed, and every sign-in of it has ended."))


@bp.post("/<int:person_id>/open")
@serves(Action.MANAGE_PEOPLE)
def open_again(person_id: int) -> Response:
    """Open an account again."""
    person = _person_or_404(person_id)
    people.open_again(db(), person, actor=who().actor, moment=site().moment)
    return _done(person, gettext("The account is open again. Make a link, so that the person can choose a password."))


@bp.post("/<int:person_id>/sign-out")
@serves(Action.MANAGE_PEOPLE)
def sign_out(person_id: int) -> Response:
    """End every sign-in of somebody."""
    person = _person_or_404(person_id)
    sign_in.end_everywhere(db(), person, actor=who().actor, moment=site().moment)
    return _done(person, gettext("This person is signed out everywhere."))


@bp.post("/<int:person_id>/second-step/off")
@serves(Action.MANAGE_PEOPLE)
def take_off_second_step(person_id: int) -> Response:
    """Take somebody's second step off whose telephone and codes are lost."""
    person = _person_or_404(person_id)
    people.take_off_second_step(db(), person, actor=who().actor, moment=site().moment)
    return _done(person, gettext("The second step is off. The person signs in with the password alone."))


@bp.get("/letters")
@serves(Action.MANAGE_PEOPLE)
def letters() -> str:
    """Show the letters that were written and that nobody has sent."""
    return render_template("desk/people/letters.html", letters=LetterBox(site().settings.letters).latest(LETTERS_SHOWN))


def _are_good(*forms: PersonForm | RoleForm) -> bool:
    # Both are asked, so that one answer says everything that is wrong.
    found = [form.validate() for form in forms]
    return all(found)


def _person_or_404(person_id: int) -> Person:
    person = db().get(Person, person_id, with_for_update=request.method not in SAFE)
    if person is None:
        abort(404)
    return person


def _page(
    person: Person, form: PersonForm, *, role_form: RoleForm | None = None, conflict: ChangedMeanwhile | None = None
) -> str:
    return render_template(
        "desk/people/show.html",
        page=person_page(db(), person, moment=site().moment),
        form=form,
        role_form=role_form or RoleForm(formdata=None, from_on=site().today),
        conflict=conflict,
    )


def _link_page(person: Person) -> str:
    token = people.new_link(db(), person, actor=who().actor, moment=site().moment)
    db().commit()
    address = address_of(url_for("links.choose", token=token, lang=None))
    return render_template("desk/people/link.html", person=person, link=address)


def _done(person: Person, sentence: str) -> Response:
    db().commit()
    flash(sentence)
    return redirect(url_for("people.show", person_id=person.id), 303)


def _not_done(person: Person, sentence: str) -> Response:
    db().rollback()
    flash(sentence, "late")
    return redirect(url_for("people.show", person_id=person.id), 303)
