"""Letters of recognition on the page of a factory's stage: whoever may read the page reads them."""

from accord.casework.desk.recognitions import letters_of
from accord.records.factory import Factory
from accord.web.database import db
from accord.web.desk.escalating.section import Section


def recognition_section(factory: Factory) -> Section | None:
    """Return the letters of recognition, the latest first; None where there was none."""
    letters = letters_of(db(), factory)
    return Section("desk/stages/recognition.html", letters) if letters else None
