"""The wheel runs from anywhere with all its files, the locks pin everything, set-up and Ctrl-C behave."""

import ast
import configparser
import os
import pty
import re
import shutil
import site
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
BESIDE_THE_PACKAGE = ("templates", "reports")
NOT_SHIPPED = {".pyc", ".pot"}


def test_setup_cfg_names_every_package_and_no_other():
    named = set(setup_cfg()["options"]["packages"].split())

    on_disk = {".".join(file.parent.relative_to(CHECKOUT).parts) for file in (CHECKOUT / "accord").rglob("*.py")}

    assert on_disk | {f"accord.{folder}" for folder in BESIDE_THE_PACKAGE} == named


def test_every_folder_of_code_is_a_package():
    folders = {file.parent for file in (CHECKOUT / "accord").rglob("*.py")}

    assert [folder for folder in folders if not (folder / "__init__.py").is_file()] == []


def test_the_wheel_holds_every_file_of_the_package_and_nothing_else(wheel):
    expected = {str(Path("accord") / file.relative_to(CHECKOUT / "accord")) for file in shipped("accord")}
    for folder in BESIDE_THE_PACKAGE:
        expected |= {str(Path("accord") / file.relative_to(CHECKOUT)) for file in shipped(folder)}

    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}

    assert "accord/py.typed" in held
    assert sorted(expected - held) == []
    assert sorted(held - expected) == []


def test_the_installed_wheel_prints_its_version(installed_accord):
    printed = run_installed(installed_accord, "accord", "--version")

    assert version_in_the_source() in printed


def test_the_installed_wheel_makes_its_database_in_the_folder_it_was_told(installed_accord):
    run_installed(installed_accord, "accord", "init")

    assert list((installed_accord / "data").glob("*.sqlite*")) != []


def test_the_installed_wheel_finds_its_own_templates_and_reports(installed_accord):
    code = "from accord import paths; print(paths.templates_folder(), paths.reports_folder(), sep='\\n')"
    printed = run_installed(installed_accord, "python", "-c", code)

    for line, folder in zip(printed.splitlines(), BESIDE_THE_PACKAGE, strict=True):
        found = Path(line)
        assert found.is_relative_to(installed_accord / "venv")
        assert names_below(found) == {file.relative_to(CHECKOUT / folder) for file in shipped(folder)}


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_pins_every_requirement_to_a_version_that_fits_it(lock):
    pinned = pins(lock)

    for requirement in required(lock):
        name = canonicalize_name(requirement.name)
        assert name in pinned, f"{lock} lacks {name}: make lock"
        assert requirement.specifier.contains(pinned[name]), f"{lock} has {name} {pinned[name]}: make lock"


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_holds_hashes_for_every_package_and_says_nothing_of_where_it_was_made(lock):
    text = (CHECKOUT / lock).read_text("utf-8")

    for entry in re.findall(r"^[a-z0-9].*?(?=^[a-z0-9]|\Z)", text, re.MULTILINE | re.DOTALL):
        assert "--hash=sha256:" in entry, entry
    for word in ("index-url", "find-links", "trusted-host", "://", "file:", " @ ", "/"):
        assert word not in text


def test_what_the_tests_run_on_is_what_the_site_runs_on():
    site_pins, test_pins = (pins(lock) for lock in LOCKS)

    assert {name: test_pins.get(name) for name in site_pins} == site_pins


def test_the_set_up_refuses_an_unusable_python_in_one_sentence():
    refused = subprocess.run(
        [CHECKOUT / "deploy/set-up", "run"],
        env={**os.environ, "PYTHON": "/bin/false"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert refused.returncode == 1
    assert refused.stderr == "PYTHON=/bin/false cannot be run or is older than Python 3.11.\n"
    assert refused.stdout == ""


@pytest.mark.parametrize("ending", ["pass", "raise SystemExit(130)", "signal.raise_signal(signal.SIGKILL)"])
def test_ctrl_c_ends_the_site_and_counts_as_success_unless_the_site_died_of_something_else(ending):
    command = f"""
import signal, time
try:
    print("up", flush=True)
    time.sleep(60)
except KeyboardInterrupt:
    {ending}
"""

    status = press_ctrl_c_in_a_terminal([sys.executable, "-c", command])

    assert status == (128 + 9 if "SIGKILL" in ending else 0)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel as `python -m build` makes it, by way of the source distribution; built in a copy of the checkout."""
    copy = tmp_path_factory.mktemp("source") / "accord"
    shutil.copytree(
        CHECKOUT,
        copy,
        ignore=shutil.ignore_patterns(".*", "__pycache__", "*.egg-info", "build", "dist", "instance", "tests", "bench"),
    )
    run([sys.executable, "-m", "build", "--no-isolation", "."], cwd=copy)
    return next((copy / "dist").glob("*.whl"))


@pytest.fixture(scope="module")
def installed_accord(wheel, tmp_path_factory):
    """A folder with the wheel in an environment of its own, `venv`.

    Nothing is downloaded: the libraries are borrowed from the environment of the tests. The checkout is not, since a
    folder named in a .pth file has its own .pth files ignored, and it is by such a one that the checkout is installed.
    """
    folder = tmp_path_factory.mktemp("installed")
    run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"])
    own = next((folder / "venv/lib").glob("python*/site-packages"))
    (own / "borrowed.pth").write_text("\n".join(site.getsitepackages()), "utf-8")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", folder / "venv/bin/python"]
    run([*pip, "install", "--quiet", "--no-index", "--no-deps", wheel])
    return folder


def run(command, cwd=None, env=None):
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def run_installed(folder, command, *arguments):
    env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "ACCORD_INSTANCE": str(folder / "data")}
    return run([folder / "venv/bin" / command, *arguments], cwd="/", env=env)


def shipped(folder):
    return [
        file
        for file in (CHECKOUT / folder).rglob("*")
        if file.is_file() and file.suffix not in NOT_SHIPPED and file.name != ".gitignore"
    ]


def names_below(folder):
    return {file.relative_to(folder) for file in folder.rglob("*") if file.is_file() and file.suffix != ".pyc"}


def setup_cfg():
    parser = configparser.ConfigParser()
    parser.read(CHECKOUT / "setup.cfg", encoding="utf-8")
    return parser


def version_in_the_source():
    tree = ast.parse((CHECKOUT / "accord/__init__.py").read_text("utf-8"))
    return next(
        ast.literal_eval(line.value)
        for line in tree.body
        if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "__version__"
    )


def required(lock):
    pyproject = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))
    lines = setup_cfg()["options"]["install_requires"].splitlines() + pyproject["build-system"]["requires"]
    if lock == "requirements-dev.lock":
        lines += (CHECKOUT / "requirements-dev.in").read_text("utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def pins(lock):
    text = (CHECKOUT / lock).read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ]+)", text, re.MULTILINE))


def press_ctrl_c_in_a_terminal(command):
    """Return the exit status of the command under deploy/until_interrupted.py when it is up and Ctrl-C is pressed."""
    parent, terminal = pty.openpty()
    session = subprocess.Popen(
        ["setsid", "--ctty", "--wait", sys.executable, CHECKOUT / "deploy/until_interrupted.py", *command],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
    )
    os.close(terminal)
    try:
        printed = b""
        while b"up" not in printed:
            printed += os.read(parent, 100)
        os.write(parent, b"\x03")
        return session.wait(timeout=30)
    finally:
        session.kill()
        os.close(parent)
