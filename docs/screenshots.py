"""Make the pictures of docs/screenshots: the demonstration as somebody sees it on a screen and on a telephone.

    .venv/bin/python docs/screenshots.py [--only home --only figures] [--into docs/screenshots]

The demonstration is made anew in a folder of its own, so that no picture shows any other data. Each page is taken in
English and Bangla, 1280 and 360 dots wide; those of the desk as an engineer of the demonstration sees them. A picture
that would be heavier than 200 kB is drawn with fewer colours, and refused if that is not enough; a page that cannot be
shown ends the run, so that no picture of an error is kept.
"""

import io
import logging
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import func, select
from werkzeug.serving import make_server

from accord.app import create_app
from accord.casework.desk import sign_in
from accord.cli.base import Installation, this_installation
from accord.cli.demo_sign_ins import keep_demo_sign_ins
from accord.cli.installation import bring_up_to_date, fill_with_demo
from accord.gateways.language import Language
from accord.records.hazard import Hazard, HazardEvent
from accord.records.person import Person
from accord.rules.vocabulary import Discipline
from accord.web.signed_in import COOKIE

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
LOCALES = {Language.EN: "en-GB", Language.BN: "bn-BD"}
ENGINEER = "fire@demo.example"
PAGES = {
    "home": "/",
    "factory": "/factories/{factory}",
    "register": "/factories",
    "orders": "/orders",
    "figures": "/figures",
    "desk": "/desk",
    "desk-hazards": "/desk/hazards",
    "desk-hazard": "/desk/hazards/{hazard}",
}
SIZES = {1280: 1600, 360: 1400}
"""Height of the picture by its width: as much of a page as a reader takes in before scrolling twice."""
MOST_BYTES = 200_000
COLOURS = (256, 128, 64, 32)


@dataclass(frozen=True)
class Demonstration:
    """Where it is served, what of it is shown, and the word by which its engineer is signed in."""

    address: str
    factory: int
    hazard: int
    token: str


@contextmanager
def demonstration() -> Iterator[Demonstration]:
    """Serve a new demonstration."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        for setting in [name for name in os.environ if name.startswith("ACCORD_")]:
            del os.environ[setting]
        os.environ["ACCORD_INSTANCE"] = folder
        here = this_installation()
        bring_up_to_date(here)
        fill_with_demo(here)
        keep_demo_sign_ins(here)
        site = create_app(here.settings)
        server = make_server("127.0.0.1", 0, site, threaded=True)
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        try:
            yield Demonstration(
                f"http://127.0.0.1:{server.server_port}", _telling_factory(site), _telling_hazard(here), _sign_in(here)
            )
        finally:
            server.shutdown()
            serving.join()
            server.server_close()


def _telling_factory(site: Flask) -> int:
    """Return the covered factory with the most to tell: an order in force first, then the most hazards."""
    register = site.extensions["accord"].snapshot.register(as_of=site.extensions["accord"].today)
    telling = max(
        (line for line in register.lines if line.is_covered),
        key=lambda line: (len(line.open_orders), line.progress.initial.applicable + line.progress.new.applicable),
    )
    return telling.factory.number


def _telling_hazard(here: Installation) -> int:
    """Return the fire hazard of which most happened, an engineer's photo and a reopening among it."""
    happened = func.count(HazardEvent.id)
    query = (
        select(Hazard.id)
        .join(HazardEvent)
        .where(Hazard.discipline == Discipline.FIRE, Hazard.photos.any())
        .group_by(Hazard.id)
        .order_by(Hazard.times_reopened.desc(), happened.desc(), Hazard.id)
    )
    with here.reading() as session:
        return session.scalars(query.limit(1)).one()


def _sign_in(here: Installation) -> str:
    with here.writing() as session:
        person = session.scalars(select(Person).where(Person.email == ENGINEER)).one()
        token = sign_in.begin(session, person, device="pictures", moment=here.moment)
        session.commit()
    return token


def take(browser: Browser, shown: Demonstration, path: str, *, language: Language, width: int) -> bytes:
    """Return the picture of a page."""
    address = shown.address + path.format(factory=shown.factory, hazard=shown.hazard)
    context = browser.new_context(
        locale=LOCALES[language], viewport={"width": width, "height": SIZES[width]}, java_script_enabled=False
    )
    if path.startswith("/desk"):
        context.add_cookies([{"name": COOKIE, "value": shown.token, "url": shown.address}])
    page = context.new_page()
    answer = page.goto(f"{address}?lang={language}")
    if answer is None or not answer.ok:
        raise click.ClickException(f"{address} cannot be shown: {answer and answer.status}.")
    picture = page.screenshot()
    context.close()
    return picture


def lightened(picture: bytes) -> bytes:
    """Return the picture in at most 200 kB, with as many colours as that leaves room for."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    for colours in COLOURS:
        drawn = io.BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(drawn, "PNG", optimize=True)
        if drawn.tell() <= MOST_BYTES:
            return drawn.getvalue()
    raise click.ClickException(f"a picture takes {drawn.tell():,} bytes, more than {MOST_BYTES:,}.")


@click.command()
@click.option("--only", type=click.Choice(list(PAGES)), multiple=True, help="These pages alone.")
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), default=Path(__file__).parent / "screenshots")
def main(only: tuple[str, ...], into: Path) -> None:
    """Make the pictures of docs/screenshots."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise click.ClickException("needs a Chromium on the PATH; on Debian or Ubuntu: sudo apt-get install chromium")
    into.mkdir(parents=True, exist_ok=True)
    with demonstration() as shown, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for name in only or PAGES:
            for language in Language:
                for width in SIZES:
                    picture = lightened(take(browser, shown, PAGES[name], language=language, width=width))
                    file = into / f"{name}-{width}-{language}.png"
                    file.write_bytes(picture)
                    click.echo(f"{file.name}: {len(picture) / 1000:.0f} kB")
        browser.close()


if __name__ == "__main__":
    main()
