"""The settings of one installation, read once from the environment or from `config.toml` in the instance folder."""

import importlib
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn, TypeVar
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from accord.instance import BadSetting, instance_folder, kept_secret, readable
from accord.rules.desk.people import is_address
from accord.rules.hosts import is_loopback
from accord.rules.orders.panel import Member, NoPanel, delivered, members_told

T = TypeVar("T")

SHORTEST_SECRET = 32
"""Characters of the key that signs forms and sessions. Ours: a shorter one is a word that somebody can guess."""
MOST_PROXIES = 3
"""Ours: one on this machine, one of the hoster, one to spare; a larger number is an address or a port by mistake."""
DRIVERS = {
    "sqlite": None,
    "sqlite+pysqlite": None,
    "postgresql": "psycopg",
    "postgresql+psycopg": "psycopg",
}
"""The databases we work with, each with the module that it needs and that is no part of every installation."""


@dataclass(frozen=True)
class Setting:
    """One setting: its name in the environment, what it means, and its default in words."""

    name: str
    meaning: str
    default: str


SETTINGS = (
    Setting("ACCORD_INSTANCE", "folder with configuration, database and published files", "instance/"),
    Setting("ACCORD_DATABASE_URL", "the private database", "SQLite in the instance folder"),
    Setting(
        "ACCORD_SECRET_KEY", "key that signs forms and sessions, 32 characters or more", "made on first start and kept"
    ),
    Setting(
        "ACCORD_MAIL_URL", "where letters are sent, smtp://… or smtps://…, with ?from=", "letters are kept as files"
    ),
    Setting("ACCORD_SMS_URL", "gateway that sends short messages, https://…", "no short messages are sent"),
    Setting("ACCORD_SMS_SECRET", "key that signs what the gateway is told, 32 characters or more", "none"),
    Setting("ACCORD_BASE_URL", "public address of the site, https://… or http://…", "the address it is served at"),
    Setting("ACCORD_TIMEZONE", "time zone of civil dates", "Asia/Dhaka"),
    Setting(
        "ACCORD_REVIEW_PANEL",
        "members of the Review Panel, “BUET / বুয়েট!; BGMEA”; with “!” who must take part",
        "as delivered",
    ),
    Setting("ACCORD_HOTLINE", "telephone number shown to workers", "none"),
    Setting("ACCORD_BEHIND_PROXY", "how many proxies of ours stand before the server, 0 to 3", "0: none"),
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
    behind_proxy: int = 0
    """How many proxies in front of the server tell truly who asked, and for which address; else nobody is believed."""
    sms_url: str | None = None
    sms_secret: str | None = None
    panel: tuple[Member, ...] = field(default_factory=delivered)
    """The member organisations of the Review Panel."""

    @property
    def database_file(self) -> Path | None:
        """The file of a SQLite database; None for any other."""
        url = make_url(self.database_url)
        is_file = url.get_backend_name() == "sqlite" and url.database and not url.database.startswith("file:")
        return Path(url.database).absolute() if is_file and url.database else None

    @property
    def snapshot(self) -> Path:
        """The public snapshot: the only file the public site reads figures from."""
        return self.instance / "public.sqlite"

    @property
    def files(self) -> Path:
        """The folder of published files, each under its SHA-256."""
        return self.instance / "published"

    @property
    def downloads(self) -> Path:
        """The folder of the copy of the snapshot that is offered for download; made anew where it is missing."""
        return self.instance / "downloads"

    @property
    def photos(self) -> Path:
        """The folder of photos, each under its SHA-256: private until an edition shows them."""
        return self.instance / "photos"

    @property
    def uploads(self) -> Path:
        """The folder of photos as they came in, each until it was made anew."""
        return self.instance / "uploads"

    @property
    def documents(self) -> Path:
        """The folder of documents that people handed in, each under its SHA-256."""
        return self.instance / "documents"

    @property
    def letters(self) -> Path:
        """The folder of letters, kept as files as long as no mail server is named."""
        return self.instance / "letters"

    @property
    def kept_notices(self) -> Path:
        """The folder of letters about orders that were kept as files: no mail server was named, or all is invented."""
        return self.letters / "orders"

    @property
    def demo_sign_ins(self) -> Path:
        """The file that says how the people of the demonstration sign in."""
        return self.instance / "demo-sign-ins.txt"


@dataclass(frozen=True)
class _Told:
    """What one place says of one setting."""

    name: str
    words: str
    place: str

    def refuse(self, sentence: str) -> NoReturn:
        """Refuse the setting by its name and the place where it was found."""
        msg = f"{self.name} {sentence} ({self.place})"
        raise BadSetting(msg)


def load_settings(environment: Mapping[str, str], *, may_create: bool = True) -> Settings:
    """Return the settings, making the instance folder and its secret key if they are not there yet.

    Without `may_create` nothing is made: raises NotSetUp where folder or key are missing.
    """
    instance = instance_folder(environment.get("ACCORD_INSTANCE"), may_create=may_create)
    told = _told_by_file(instance / "config.toml") | _told_by(environment)

    def checked(name: str, check: Callable[[_Told], T]) -> T | None:
        return check(told[name]) if name in told else None

    sms_secret = checked("ACCORD_SMS_SECRET", _secret_key)
    if "ACCORD_SMS_URL" in told and sms_secret is None:
        told["ACCORD_SMS_URL"].refuse("is set without ACCORD_SMS_SECRET: the gateway could not know who asks it")
    return Settings(
        instance=instance,
        database_url=checked("ACCORD_DATABASE_URL", _database_url) or f"sqlite:///{instance / 'accord.sqlite'}",
        mail_url=checked("ACCORD_MAIL_URL", _mail_url),
        base_url=checked("ACCORD_BASE_URL", _base_url),
        zone=checked("ACCORD_TIMEZONE", _zone) or ZoneInfo("Asia/Dhaka"),
        hotline=checked("ACCORD_HOTLINE", lambda hotline: hotline.words),
        behind_proxy=checked("ACCORD_BEHIND_PROXY", _behind_proxy) or 0,
        sms_url=checked("ACCORD_SMS_URL", _sms_url),
        sms_secret=sms_secret,
        panel=checked("ACCORD_REVIEW_PANEL", _panel) or delivered(),
        # Last: where another setting is refused, no key is made.
        secret_key=checked("ACCORD_SECRET_KEY", _secret_key)
        or kept_secret(instance / "secret-key", may_create=may_create),
    )


def _told_by(environment: Mapping[str, str]) -> dict[str, _Told]:
    return {
        name: _Told(name, words, "from the environment")
        for name, words in environment.items()
        if name.startswith("ACCORD_") and words
    }


def _told_by_file(file: Path) -> dict[str, _Told]:
    if not file.exists():
        return {}
    try:
        with readable(file):
            # An editor of Windows begins a UTF-8 file with a mark that TOML does not know.
            told = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        msg = f"{file} is not valid TOML: {error}"
        raise BadSetting(msg) from error
    known = {setting.name for setting in SETTINGS} - {"ACCORD_INSTANCE"}
    if "ACCORD_INSTANCE" in told:
        msg = f"{file} sets ACCORD_INSTANCE, but this folder cannot move itself: set it in the environment"
        raise BadSetting(msg)
    if unknown := sorted(set(told) - known):
        msg = f"{file} has the unknown setting {unknown[0]}; known are {', '.join(sorted(known))}"
        raise BadSetting(msg)
    return {name: _Told(name, str(words), f"from {file}") for name, words in told.items()}


def _secret_key(told: _Told) -> str:
    if len(told.words) < SHORTEST_SECRET:
        told.refuse(f"has {len(told.words)} characters; expected {SHORTEST_SECRET} or more, known to nobody")
    return told.words


def _database_url(told: _Told) -> str:
    # What was told is not repeated: it may hold a password.
    try:
        url = make_url(told.words)
    except (ArgumentError, ValueError):  # ValueError: a port that is no number
        told.refuse("is no address of a database; expected sqlite:///… or postgresql+psycopg://…")
    if url.drivername not in DRIVERS:
        told.refuse(f"begins with {url.drivername}://, expected sqlite:///… or postgresql+psycopg://…")
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        told.refuse("names no file; expected sqlite:////folder/accord.sqlite")
    if module := DRIVERS[url.drivername]:
        try:
            importlib.import_module(module)
        except ImportError:
            told.refuse(f"asks for PostgreSQL, whose driver {module} is not installed: install accord[postgresql]")
    return told.words


def _base_url(told: _Told) -> str:
    if not _is_address(told.words, ("http", "https")):
        told.refuse(f"is {told.words!r}; expected an address such as https://accord.example")
    return told.words


def _mail_url(told: _Told) -> str:
    if not _is_address(told.words, ("smtp", "smtps")):  # not repeated: it may hold a password
        told.refuse("is no address of a mail server; expected smtp://… or smtps://…")
    senders = parse_qs(urlsplit(told.words).query).get("from", [])
    if senders and not is_address(senders[-1]):
        told.refuse(f"names {senders[-1]!r} as its sender, which is no e-mail address")
    return told.words


def _panel(told: _Told) -> tuple[Member, ...]:
    try:
        return members_told(told.words)
    except NoPanel:
        told.refuse(
            f"is {told.words!r}; expected names with “;” between them, each once, and “!” after each without which "
            "nothing is of one mind"
        )


def _sms_url(told: _Told) -> str:
    if not _is_address(told.words, ("http", "https")):  # not repeated: it may hold a password
        told.refuse("is no address of a gateway; expected https://…")
    parts = urlsplit(told.words)
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        told.refuse("begins with http://, expected https://…: what is sent names people and telephones")
    return told.words


def _is_address(words: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(words)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, a bracket that is not closed
        return False


def _behind_proxy(told: _Told) -> int:
    if told.words not in {str(number) for number in range(MOST_PROXIES + 1)}:
        told.refuse(f"is {told.words!r}; expected how many proxies stand before the server, 0 to {MOST_PROXIES}")
    return int(told.words)


def _zone(told: _Told) -> ZoneInfo:
    try:
        return ZoneInfo(told.words)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder, such as "Asia"
        told.refuse(f"is {told.words!r}; expected a name such as Asia/Dhaka")
