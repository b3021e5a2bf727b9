"""Keeps published files and photos, each under the SHA-256 of its bytes, so that a file is never changed in place."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True)
class FileStore:
    """A folder of files named by their SHA-256."""

    folder: Path
    is_private: bool = False
    """Whether other users of the machine are kept out of the folder."""

    def keep(self, content: bytes) -> str:
        """Store the bytes and return their SHA-256; bytes that are there already are left alone."""
        sha256 = hashlib.sha256(content).hexdigest()
        place = self.path_of(sha256)
        if not place.exists():
            self._make_room_for(place)
            draft = place.with_name(f"{place.name}.{os.getpid()}.part")
            try:
                draft.write_bytes(content)
                # Renamed only when whole: a kill in the middle leaves no half file under a true name.
                draft.replace(place)
            finally:
                draft.unlink(missing_ok=True)
        return sha256

    def take(self, file: Path, sha256: str) -> None:
        """Move a file that has this SHA-256 into the store."""
        place = self.path_of(sha256)
        self._make_room_for(place)
        file.replace(place)

    def every(self, before: datetime) -> Iterator[Path]:
        """Give all files that were written before an instant, half-written ones among them."""
        for path in self.folder.glob("[0-9a-f][0-9a-f]/*"):
            if path.is_file() and datetime.fromtimestamp(path.stat().st_mtime, UTC) < before:
                yield path

    def path_of(self, sha256: str) -> Path:
        """Return where the file with this SHA-256 stands."""
        return self.folder / sha256[:2] / sha256

    def _make_room_for(self, place: Path) -> None:
        self.folder.mkdir(mode=0o700 if self.is_private else 0o777, parents=True, exist_ok=True)
        place.parent.mkdir(exist_ok=True)
