"""Letters of recognition on the page of a factory's stage: whoever may read the page reads them."""

from dataclasses import dataclass

from flask import url_for

from accord.casework.desk.recognitions import Letter, letters_of
from accord.records.factory import Factory
from accord.rules.desk.actions import Action
from accord.web.database import db
from accord.web.desk.escalating.section import Section
from accord.web.signed_in import who


@dataclass(frozen=True)
class Letters:
    """Letters of recognition, and where they are written and withdrawn; None: the visitor does neither."""

    letters: list[Letter]
    address: str | None


def recognition_section(factory: Factory) -> Section | None:
    """Return the letters of recognition, the latest first; None where there was none."""
    letters = letters_of(db(), factory)
    if not letters:
        return None
    recognises = who().may_at_all(Action.RECOGNISE_FACTORY)
    address = url_for("recognition.show", number=factory.number) if recognises else None
    return Section("desk/stages/recognition.html", Letters(letters, address))
