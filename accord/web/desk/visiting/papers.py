"""The engineering documents that a factory owes, and the hazards that wait on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_wtf.file import FileField
from werkzeug import Response
from werkzeug.datastructures import FileStorage
from wtforms import StringField, TextAreaField
from wtforms.validators import Optional

from accord.casework.buildings import buildings_of
from accord.casework.desk import papers
from accord.casework.desk.incidents import hazards_to_link
from accord.casework.desk.paper_files import move_with_file
from accord.casework.refusals import N_, Told
from accord.gateways.pictures import UploadRefused
from accord.gateways.pictures.documents import MAX_PDF_BYTES
from accord.gateways.wording import Text
from accord.records.factory import Building, Factory
from accord.records.hazard import Hazard
from accord.records.paperwork import HazardWait, RequiredDocument
from accord.rules.desk.access import Thing
from accord.rules.desk.paperwork import (
    DISCIPLINE_OF,
    HANDED_IN,
    WITH_THE_PROGRAMME,
    DocumentKind,
    DocumentState,
    is_finished,
    next_states,
)
from accord.rules.spells import days_of, spells_in
from accord.web.access import Action, may, serves
from accord.web.database import db
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, stripped
from accord.web.desk.things import factory_or_404, require
from accord.web.desk.visiting.fields import ID, DayField, OneOf, offered
from accord.web.desk.visiting.inspections import doing
from accord.web.desk.visiting.names import building_name, factory_name
from accord.web.language import gettext
from accord.web.signed_in import who
from accord.web.site import site

bp = Blueprint("papers", __name__)
HERE = "/desk/factories/<factory:number>/papers"
DOCUMENT = f"/desk/papers/<{ID}:document_id>"


class RequireForm(DeskForm):
    """A document that is to be required."""

    kind = OneOf(N_("Document"), [REQUIRED])
    building = OneOf(N_("Building"), [Optional()])
    due_on = DayField(N_("Due on"), [Optional()])
    note = StringField(N_("Note"), [Optional(), Longest(1000)], filters=[stripped])

    def __init__(self, buildings: Sequence[Building], *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.buildings = {str(each.id): each for each in buildings}
        self.kind.choices = offered(DocumentKind)
        names = [(key, building_name(each).words) for key, each in self.buildings.items()]
        self.building.choices = [("", gettext("the whole factory")), *names]


class StepForm(DeskForm):
    """A step of a document."""

    state = OneOf(N_("Step"), [REQUIRED])
    remark = TextAreaField(N_("Remark"), [Optional(), Longest(4000)], filters=[stripped])
    file = FileField(N_("Document"))

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.state.choices = offered(DocumentState)

    @property
    def chosen(self) -> FileStorage | None:
        """The PDF that comes with the step, if one does."""
        found = self.file.data
        return found if isinstance(found, FileStorage) and found.filename else None


@dataclass(frozen=True)
class PaperRow:
    """A document with its steps, what may be done with it, and what waits on it."""

    document: RequiredDocument
    building: Text | None
    state: DocumentState
    is_late: bool
    own_days: int
    """For how many days the programme has owed an answer so far."""
    steps: tuple[DocumentState, ...]
    """Which the visitor may say next."""
    waits: tuple[tuple[HazardWait, int], ...]
    """Each with the days for which its hazard has waited for the programme itself."""
    may_judge: bool
    may_wait: tuple[Hazard, ...]


@bp.get(HERE)
@serves(Action.READ_PLAN)
def list(number: int) -> str:
    """Show the documents that a factory owes."""
    return _render(factory_or_404(number))


@bp.post(HERE)
@serves(Action.JUDGE_DOCUMENT)
def demand(number: int) -> Response | tuple[str, int]:
    """Require a document of the factory."""
    factory = factory_or_404(number)
    form = RequireForm(buildings_of(db(), factory, day=site().today))
    if form.validate():
        try:
            papers.require_document(
                db(),
                factory,
                kind=DocumentKind(form.kind.data),
                building=form.buildings.get(form.building.data),
                due_on=form.due_on.data,
                note=form.note.data,
                who=who(),
                moment=site().moment,
            )
        except Told as refusal:
            form.refuse(refusal)
        else:
            db().commit()
            return redirect(url_for("papers.list", number=number), 303)
    return _render(factory, wrong=form), 422


@bp.post(f"{DOCUMENT}/hand-in")
@serves(Action.HAND_IN_DOCUMENT)
def hand_in(document_id: int) -> Response | tuple[str, int]:
    """Say that the factory has begun or handed in a document."""
    return _step(_document_or_404(document_id))


@bp.post(f"{DOCUMENT}/judge")
@serves(Action.JUDGE_DOCUMENT)
def judge(document_id: int) -> Response | tuple[str, int]:
    """Judge a document that was handed in."""
    return _step(_document_or_404(document_id))


@bp.post(f"{DOCUMENT}/wait")
@serves(Action.JUDGE_DOCUMENT)
def wait(document_id: int) -> Response:
    """Let a hazard wait on a document."""
    document = _document_or_404(document_id)
    asked = request.form.get("hazard", "")
    hazard = next((each for each in hazards_to_link(db(), document.factory) if str(each.id) == asked), None)
    back = url_for("papers.list", number=document.factory.number, _anchor=f"document-{document.id}")
    if hazard is None:
        return redirect(back, 303)
    return doing(lambda: papers.let_wait(db(), hazard, document, who=who(), moment=site().moment), back)


@bp.post(f"{DOCUMENT}/waits/<{ID}:wait_id>/end")
@serves(Action.JUDGE_DOCUMENT)
def end(document_id: int, wait_id: int) -> Response:
    """Let a hazard wait no more."""
    document, found = _document_or_404(document_id), db().get(HazardWait, wait_id)
    if found is None or found.document_id != document.id:
        abort(404)
    back = url_for("papers.list", number=document.factory.number, _anchor=f"document-{document.id}")
    return doing(lambda: papers.end_wait(db(), found, who=who(), moment=site().moment), back)


def _step(document: RequiredDocument) -> Response | tuple[str, int]:
    form = StepForm()
    if form.validate():
        try:
            _move(document, form)
        except (Told, UploadRefused) as refusal:
            db().rollback()
            form.refuse(refusal)
        else:
            db().commit()
            number = document.factory.number
            return redirect(url_for("papers.list", number=number, _anchor=f"document-{document.id}"), 303)
    return _render(document.factory, wrong=form, at=document.id), 422


def _move(document: RequiredDocument, form: StepForm) -> None:
    state, file = DocumentState(form.state.data), form.chosen
    if file is None:
        papers.move_document(db(), document, state, remark=form.remark.data, who=who(), moment=site().moment)
        return
    move_with_file(
        db(),
        document,
        state,
        remark=form.remark.data,
        # One byte more than is taken is enough to know that it is too much.
        raw=file.stream.read(MAX_PDF_BYTES + 1),
        file_name=file.filename or "",
        documents=site().documents,
        who=who(),
        moment=site().moment,
    )


def _document_or_404(document_id: int) -> RequiredDocument:
    found = db().get(RequiredDocument, document_id)
    if found is None:
        abort(404)
    require(Thing(frozenset({found.factory_id}), DISCIPLINE_OF[found.kind]))
    return found


def _render(factory: Factory, *, wrong: DeskForm | None = None, at: int | None = None) -> str:
    is_demand = isinstance(wrong, RequireForm)
    form = wrong if is_demand else RequireForm(buildings_of(db(), factory, day=site().today), formdata=None)
    return render_template(
        "desk/papers/list.html",
        factory=factory,
        title=factory_name(factory),
        rows=_rows(factory),
        form=form,
        wrong=wrong,
        at=at,
        remark=request.form.get("remark", "") if at else "",
        had_file=isinstance(wrong, StepForm) and wrong.chosen is not None,
        hands_in_states=HANDED_IN,
        may_require=[kind for kind in DocumentKind if papers.may_judge(factory.id, kind, who())],
    )


def _rows(factory: Factory) -> Sequence[PaperRow]:
    today, documents = site().today, papers.documents_of(db(), factory)
    waits = papers.waits_of(db(), factory)
    own = papers.own_days(db(), [each.hazard_id for each in waits], today=today)
    hazards = hazards_to_link(db(), factory) if may(Action.JUDGE_DOCUMENT) else ()
    hands_in = may(Action.HAND_IN_DOCUMENT, Thing(frozenset({factory.id})))
    return [
        _row(
            document,
            [(each, own[each.hazard_id]) for each in waits if each.document_id == document.id],
            hazards=hazards,
            hands_in=hands_in,
        )
        for document in documents
    ]


def _row(
    document: RequiredDocument, waits: Sequence[tuple[HazardWait, int]], *, hazards: Sequence[Hazard], hands_in: bool
) -> PaperRow:
    state, today = papers.state_of(document), site().today
    judges = papers.may_judge(document.factory_id, document.kind, who())
    is_over = is_finished(document.kind, state)
    reviewed = spells_in([(step.happened_on, step.state) for step in document.steps], WITH_THE_PROGRAMME)
    waiting = {each.hazard_id for each, _ in waits if each.to_on is None}
    steps = next_states(document.kind, state, hands_in=True) if hands_in else ()
    steps += next_states(document.kind, state, hands_in=False) if judges else ()
    discipline = DISCIPLINE_OF[document.kind]
    free = [each for each in hazards if each.id not in waiting and each.discipline is discipline]
    return PaperRow(
        document=document,
        building=building_name(document.building) if document.building else None,
        state=state,
        is_late=document.due_on is not None and document.due_on < today and not is_over,
        own_days=days_of(reviewed, today=today),
        steps=steps,
        waits=tuple(waits),
        may_judge=judges,
        may_wait=tuple(free) if judges and not is_over else (),
    )
