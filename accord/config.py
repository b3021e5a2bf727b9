"""The settings of one installation, read once from the environment or from `config.toml` in the instance folder."""

import secrets
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


class BadSetting(Exception):
    """A setting cannot be used as it is."""


@dataclass(frozen=True)
class Setting:
    """One setting: its name in the environment, what it means, and its default in words."""

    name: str
    meaning: str
    default: str


SETTINGS = (
    Setting("ACCORD_INSTANCE", "folder with configuration, database and published files", "instance/"),
    Setting("ACCORD_DATABASE_URL", "the private database", "SQLite in the instance folder"),
    Setting("ACCORD_SECRET_KEY", "key that signs forms and sessions", "made on first start and kept"),
    Setting("ACCORD_MAIL_URL", "where letters are sent, smtp://…", "letters are kept as files"),
    Setting("ACCORD_BASE_URL", "public address of the site", "the address it is served at"),
    Setting("ACCORD_TIMEZONE", "time zone of civil dates", "Asia/Dhaka"),
    Setting("ACCORD_HOTLINE", "telephone number shown to workers", "none"),
)


@dataclass(frozen=True)
class Settings:
    """The settings in force; nothing changes them while the program runs."""

    instance: Path
    database_url: str
    secret_key: str
    mail_url: str | None
    base_url: str | None
    zone: ZoneInfo
    hotline: str | None

    @property
    def snapshot(self) -> Path:
        """The public snapshot: the only file the public site reads figures from."""
        return self.instance / "public.sqlite"

    @property
    def files(self) -> Path:
        """The folder of published files, each under its SHA-256."""
        return self.instance / "published"


def default_instance() -> Path:
    """Return `instance/` beside a checkout, or `var/accord-instance` in the environment a wheel is installed in."""
    checkout = Path(__file__).resolve().parent.parent
    if (checkout / "setup.cfg").is_file():
        return checkout / "instance"
    return Path(sys.prefix) / "var" / "accord-instance"


def load_settings(environment: Mapping[str, str]) -> Settings:
    """Return the settings, making the instance folder and its secret key if they are not there yet."""
    instance = Path(environment.get("ACCORD_INSTANCE") or default_instance()).resolve()
    instance.mkdir(parents=True, exist_ok=True)
    chosen = _file_settings(instance / "config.toml") | {
        name: value for name, value in environment.items() if name.startswith("ACCORD_") and value
    }
    return Settings(
        instance=instance,
        database_url=chosen.get("ACCORD_DATABASE_URL") or f"sqlite:///{instance / 'accord.sqlite'}",
        secret_key=chosen.get("ACCORD_SECRET_KEY") or _kept_secret(instance / "secret-key"),
        mail_url=chosen.get("ACCORD_MAIL_URL"),
        base_url=chosen.get("ACCORD_BASE_URL"),
        zone=_zone(chosen.get("ACCORD_TIMEZONE", "Asia/Dhaka")),
        hotline=chosen.get("ACCORD_HOTLINE"),
    )


def _file_settings(file: Path) -> dict[str, str]:
    if not file.is_file():
        return {}
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        msg = f"{file} is not valid TOML: {error}"
        raise BadSetting(msg) from error
    known = {setting.name for setting in SETTINGS}
    if unknown := sorted(set(told) - known):
        msg = f"{file} has the unknown setting {unknown[0]}; known are {', '.join(sorted(known))}"
        raise BadSetting(msg)
    return {name: str(value) for name, value in told.items()}


def _kept_secret(file: Path) -> str:
    if not file.exists():
        # Created with its final permissions: nobody else may read the key in the moment between.
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return file.read_text(encoding="ascii").strip()


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        msg = f"ACCORD_TIMEZONE is {name!r}; expected a name such as Asia/Dhaka"
        raise BadSetting(msg) from error
