"""The folder of one installation: where it is, who may make it, and the key that is kept in it."""

import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class BadSetting(Exception):
    """A setting cannot be used as it is."""


class NotSetUp(BadSetting):
    """There is no installation here, and the one who asks may not make one."""


def default_instance() -> Path:
    """Return `instance/` beside a checkout, or `var/accord-instance` in the environment a wheel is installed in."""
    checkout = Path(__file__).resolve().parent.parent
    if (checkout / "setup.cfg").is_file():
        return checkout / "instance"
    return Path(sys.prefix) / "var" / "accord-instance"


def instance_folder(told: str | None, *, may_create: bool) -> Path:
    """Return the folder of the installation; it is made if need be where that is allowed, else raises NotSetUp."""
    folder = Path(told) if told else default_instance()
    try:
        folder = folder.resolve()
        if folder.exists() and not folder.is_dir():
            msg = f"ACCORD_INSTANCE names {folder}, which is no folder"
            raise BadSetting(msg)
        if may_create:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        elif not folder.is_dir():
            raise NotSetUp(_not_set_up(folder))
    except (OSError, RuntimeError) as error:  # RuntimeError: a link that leads to itself
        said = error.strerror if isinstance(error, OSError) else "a link leads to itself"
        msg = f"ACCORD_INSTANCE names {folder}, which cannot be used as a folder: {said}"
        raise BadSetting(msg) from error
    return folder


def _not_set_up(folder: Path) -> str:
    return f"there is no installation in {folder} yet: run “accord init” (ACCORD_INSTANCE names another folder)"


@contextmanager
def readable(file: Path) -> Iterator[None]:
    """Refuse a file of the installation that cannot be read, saying which one and why."""
    try:
        yield
    except UnicodeDecodeError as error:
        msg = f"{file} is not written in UTF-8; save it anew as UTF-8"
        raise BadSetting(msg) from error
    except OSError as error:
        msg = f"{file} cannot be read: {error.strerror}"
        raise BadSetting(msg) from error


def kept_secret(file: Path, *, may_create: bool) -> str:
    """Return the key that is kept in the file; one is made there if need be where that is allowed."""
    if not file.exists():
        if not may_create:
            raise NotSetUp(_not_set_up(file.parent))
        _keep_new_secret(file)
    with readable(file):
        kept = file.read_text(encoding="utf-8").strip()
    if not kept:
        msg = f"{file} is empty; remove it, and a new key is made by “accord init”"
        raise BadSetting(msg)
    return kept


def _keep_new_secret(file: Path) -> None:
    try:
        # Created with its final permissions: nobody else may read the key in the moment between.
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48), encoding="ascii")
    except OSError as error:
        msg = f"ACCORD_INSTANCE names {file.parent}, where nothing can be written: {error.strerror}"
        raise BadSetting(msg) from error
