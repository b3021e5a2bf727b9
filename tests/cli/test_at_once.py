"""Several people at once: nobody is refused for being second, and the journal stays one chain."""

import os
import subprocess
import sys
from pathlib import Path

from cli.workbooks import a_workbook
from sqlalchemy.orm import Session

from accord.casework.journal import first_broken_line
from accord.records.base import open_engine

IMPORTERS = 6


def test_imports_at_once_are_all_done_and_leave_an_unbroken_journal(initialised, tmp_path, instance: Path):
    files = [a_workbook(tmp_path, name=f"demo_{9490 + place}.xlsx") for place in range(IMPORTERS)]
    call = [sys.executable, "-c", "from accord.cli import main; main()", "import", "cap"]

    running = [
        subprocess.Popen([*call, str(file)], env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for file in files
    ]
    told = [process.communicate()[1] for process in running]

    assert [process.returncode for process in running] == [0] * IMPORTERS, told
    assert initialised("progress", "--json").json["initial"]["applicable"] == 2 * IMPORTERS
    engine = open_engine(f"sqlite:///{instance / 'accord.sqlite'}")
    with Session(engine) as session:
        assert first_broken_line(session) is None
    engine.dispose()
