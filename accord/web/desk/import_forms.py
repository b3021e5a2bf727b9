"""The forms of an import, and the workbook that waits between trying it out and confirming it."""

import hashlib
import re
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path, PurePosixPath, PureWindowsPath
from tempfile import TemporaryDirectory
from typing import Any

from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, HiddenField, IntegerField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types known of it
from wtforms.validators import NumberRange, Optional, ValidationError

from accord.casework.refusals import N_
from accord.gateways.cap_sheets import CapWorkbook, read_cap_workbook
from accord.gateways.files import FileStore
from accord.rules.vocabulary import Discipline
from accord.web.desk.forms import DeskForm
from accord.web.filters import word
from accord.web.site import Site

MOST_BYTES = 20_000_000
"""Ours: the largest published CAP workbook has two million."""
LONGEST_NAME = 120
KEPT = timedelta(days=1)
"""How long a workbook waits to be confirmed."""
SHA256 = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True)
class Sent:
    """A workbook that somebody sent, and what they said of it."""

    name: str
    content: bytes
    factory: int | None
    discipline: Discipline | None
    accept_changes: bool

    @property
    def sha256(self) -> str:
        """The SHA-256 of its bytes."""
        return hashlib.sha256(self.content).hexdigest()

    def read(self) -> CapWorkbook:
        """Return what it states; raises WorkbookRefused."""
        with TemporaryDirectory() as folder:
            # A file's name may tell the number of the factory, so that it is read under its own.
            file = Path(folder) / self.name
            file.write_bytes(self.content)
            return read_cap_workbook(file, factory=self.factory, discipline=self.discipline)

    def words(self) -> dict[str, Any]:
        """Return what the form that confirms it carries."""
        said = asdict(self) | {"sha256": self.sha256}
        return {name: value for name, value in said.items() if name != "content"}

    def keep(self, site: Site) -> None:
        """Let it wait for its confirmation; those that nobody confirmed are forgotten."""
        store = _waiting(site)
        for file in store.folder.glob("??/*"):
            if file.stat().st_mtime < (site.moment.now - KEPT).timestamp():
                file.unlink(missing_ok=True)
        store.keep(self.content)

    def forget(self, site: Site) -> None:
        """Take it away, once it is imported."""
        _waiting(site).path_of(self.sha256).unlink(missing_ok=True)


class WorkbookForm(DeskForm):
    """A workbook, and what it does not tell itself."""

    file = FileField(
        N_("CAP workbook"),
        [FileRequired(N_("Choose a workbook."))],
        description=N_("An .xlsx file of the Accord, the RSC, the Alliance, or of our own export; up to 20 MB."),
        render_kw={"accept": ".xlsx"},
    )
    factory = IntegerField(
        N_("Factory number"),
        [Optional(), NumberRange(1000, 99999, N_("Factory numbers have four or five digits: 9001, 12241."))],
        description=N_("Only where the file does not tell it."),
    )
    discipline = SelectField(N_("Discipline"), description=N_("Only where the file does not tell it."))
    accept_changes = BooleanField(
        N_("The sheet is right where its observations differ clearly from the record"),
    )

    def __init__(self, **words: object) -> None:
        super().__init__(**words)
        self.discipline.choices = [SelectChoice("", ""), *(SelectChoice(each.value, word(each)) for each in Discipline)]

    def validate_file(self, field: FileField) -> None:
        """Refuse too large a file."""
        chosen: FileStorage = field.data
        if len(chosen.stream.read(MOST_BYTES + 1)) > MOST_BYTES:
            raise ValidationError(N_("This file is larger than 20 MB."))
        chosen.stream.seek(0)

    def sent(self) -> Sent:
        """Return what was sent."""
        chosen: FileStorage = self.file.data
        return Sent(
            _plain_name(chosen.filename or ""),
            chosen.stream.read(),
            factory=self.factory.data,
            discipline=Discipline(self.discipline.data) if self.discipline.data else None,
            accept_changes=bool(self.accept_changes.data),
        )


class AgainForm(DeskForm):
    """Which waiting workbook is confirmed."""

    sha256 = HiddenField()
    name = HiddenField()
    factory = HiddenField()
    discipline = HiddenField()
    accept_changes = HiddenField()

    def sent(self, site: Site) -> Sent | None:
        """Return the workbook that waits, or None if none does."""
        sha256, factory = self.sha256.data or "", self.factory.data or ""
        if not SHA256.fullmatch(sha256) or not (place := _waiting(site).path_of(sha256)).is_file():
            return None
        return Sent(
            _plain_name(self.name.data or ""),
            place.read_bytes(),
            factory=int(factory) if re.fullmatch("[0-9]{4,5}", factory) else None,
            discipline=next((each for each in Discipline if each.value == self.discipline.data), None),
            accept_changes=self.accept_changes.data == "True",
        )


def _waiting(site: Site) -> FileStore:
    return FileStore(site.settings.instance / "imports", is_private=True)


def _plain_name(name: str) -> str:
    last = PureWindowsPath(PurePosixPath(name).name).name
    kept = "".join(letter for letter in last if letter.isprintable() and letter not in '<>:"|?*')
    stem = kept.removesuffix(".xlsx").strip(". ")[:LONGEST_NAME] or "workbook"
    # A name is counted in bytes on the disk, and Bangla letters have three each.
    while len(stem.encode(errors="replace")) > LONGEST_NAME:
        stem = stem[:-1]
    return f"{stem.encode(errors='replace').decode()}.xlsx"
