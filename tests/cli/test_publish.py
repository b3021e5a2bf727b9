"""`accord publish`: while it prints, others work on, and what they change meanwhile is not published unseen."""

import sqlite3

from cli.workbooks import a_workbook

from accord.cli import caps


def test_others_can_write_while_publish_prints(initialised, instance, tmp_path, monkeypatch):
    initialised("import", "cap", a_workbook(tmp_path))
    printed = caps.print_files

    def printing_meanwhile(prepared):
        connection = sqlite3.connect(instance / "accord.sqlite", timeout=0)
        connection.execute("UPDATE factory SET name = 'Changed meanwhile Ltd.'")
        connection.commit()
        connection.close()
        return printed(prepared)

    monkeypatch.setattr(caps, "print_files", printing_meanwhile)

    answer = initialised("publish", 9490)

    assert (answer.status, answer.out) == (1, "")
    assert answer.err == "factory 9490 was changed while its plan was being printed; publish it once more\n"
    assert not (instance / "public.sqlite").exists()


def test_the_snapshot_is_written_anew_with_every_covered_factory(initialised, instance, tmp_path):
    nothing = initialised("snapshot")
    initialised("import", "cap", a_workbook(tmp_path))

    written = initialised("snapshot")

    assert nothing.out == "Nothing is published and no factory is covered, so there is no public snapshot.\n"
    assert written.out.startswith("The public snapshot is written: factories: 1, size: ")
    assert (instance / "public.sqlite").exists()
