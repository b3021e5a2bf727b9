"""`accord serve`: the web server."""

import os
import socket
from dataclasses import replace
from typing import Any

import click
from gunicorn.app.base import BaseApplication
from sqlalchemy import exists, select

from accord.app import Side, create_app
from accord.casework.refusals import Refused
from accord.cli.base import Installation, WholeNumber, installation_in_place, refusing, this_installation
from accord.cli.beside import CLOCKWORK, PHOTOS, ArbiterWithBeside, Beside
from accord.cli.demo_sign_ins import keep_demo_sign_ins, tell_demo_sign_ins
from accord.cli.installation import bring_up_to_date, fill_with_demo, mend_snapshot
from accord.gateways.garbage import leave_what_stands
from accord.gateways.printing.fonts import missing_fonts, missing_fonts_sentence
from accord.ownership import close_to_others
from accord.records.factory import Factory
from accord.web.desk.warming import warm
from accord.web.health import asking_database

THREADS_PER_WORKER = 4
EVERY_ADDRESS = frozenset({"", "0.0.0.0", "::"})  # noqa: S104  compared with, not listened at
"""What to listen at where every address of the machine is meant: none that a browser could open."""
FIXED = {
    "worker_class": "gthread",
    "loglevel": "warning",
    "control_socket_disable": True,
    # Left to itself gunicorn believes every program of this machine that a request came by HTTPS, or that its path
    # is another one. Whom to believe is decided in one place, by ACCORD_BEHIND_PROXY.
    "forwarded_allow_ips": "",
    "secure_scheme_headers": {},
    "forwarder_headers": "",
}


class PortTaken(Refused):
    """Another program listens at this address."""


class NoSuchHost(Refused):
    """The name to listen at belongs to no machine."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, envvar="HOST")
@click.option("--port", default=8000, show_default=True, type=WholeNumber(1, 65535), envvar="PORT")
@click.option("--workers", default=2, show_default=True, type=WholeNumber(1, 64), help="Processes.")
@click.option("--only", type=click.Choice(["public", "desk"]), help="Serve one side only.")
@click.option(
    "--with-demo",
    is_flag=True,
    help="Set up first, fill an empty installation with the demonstration, and run the clockwork too.",
)
@refusing
def serve(host: str, port: int, workers: int, only: str | None, with_demo: bool) -> None:
    """Serve the site until Ctrl-C."""
    here = this_installation() if with_demo else installation_in_place()
    _require_free_port(host, port)
    if missing := missing_fonts():
        click.echo(missing_fonts_sentence(missing), err=True)
    _prepare(here, with_demo=with_demo)
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    if with_demo and here.settings.base_url is None:
        here = replace(here, settings=replace(here.settings, base_url=_reached_at(host, port)))
    options = {"bind": f"{host}:{port}", "workers": workers, "threads": THREADS_PER_WORKER}
    # Said once the port listens, so that whoever follows the address at once is answered.
    ready = {"when_ready": lambda _server: _tell(here, address, only)}
    sides = frozenset({Side(only)}) if only else frozenset(Side)
    _Server(here, options | ready, sides=sides, has_clockwork=with_demo).run()


def _tell(here: Installation, address: str, only: str | None) -> None:
    click.echo(f"Accord is at {address} (Ctrl-C stops it).")
    if only != Side.PUBLIC:
        tell_demo_sign_ins(here, address)


def _reached_at(host: str, port: int) -> str:
    """Return the address that links in the letters of the demonstration lead to."""
    known = "localhost" if host in EVERY_ADDRESS else host
    return f"http://{f'[{known}]' if ':' in known else known}:{port}"


def _prepare(here: Installation, *, with_demo: bool) -> None:
    if not with_demo:
        close_to_others(here.settings)
        mend_snapshot(here)
        return
    bring_up_to_date(here)
    if _is_empty(here):
        click.echo("Making the demonstration: an invented programme of a dozen factories.", err=True)
        fill_with_demo(here)
    keep_demo_sign_ins(here)


class _Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn with our application and no configuration file."""

    def __init__(
        self, here: Installation, options: dict[str, Any], *, sides: frozenset[Side], has_clockwork: bool = False
    ) -> None:
        self.here = here
        self.sides = sides
        self.beside_it = ((PHOTOS,) if Side.DESK in sides else ()) + ((CLOCKWORK,) if has_clockwork else ())
        self.pid = os.getpid()
        self.chosen = options | FIXED
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.chosen.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        settings = self.here.settings
        app = create_app(settings, trouble_with_database=asking_database(settings), sides=self.sides)
        if Side.DESK in self.sides:  # the public side never opens the private database
            warm(app)
        leave_what_stands()
        return app

    def run(self) -> None:
        if not self.beside_it:
            super().run()
            return
        beside = tuple(Beside(self.here.settings, command) for command in self.beside_it)
        try:
            ArbiterWithBeside(self, beside).run()
        finally:
            if os.getpid() == self.pid:  # a worker leaves by the same way
                for process in beside:  # all of them at once
                    process.ask_to_end()
                for process in beside:
                    process.end()


def _require_free_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (socket.gaierror, UnicodeError) as error:  # UnicodeError: what can be no name at all
            msg = f"this machine has no address {host}; choose another with HOST or --host"
            raise NoSuchHost(msg) from error
        except OSError as error:
            msg = f"cannot listen at {host}:{port} ({error.strerror}); choose another with PORT or --port"
            raise PortTaken(msg) from error


def _is_empty(here: Installation) -> bool:
    with here.reading() as session:
        return not session.scalar(select(exists().where(Factory.id.is_not(None))))
