"""Of several clockworks one leads, by a lock that ends with its process."""

import fcntl
import os

import pytest

from accord.jobs.leader import FileLock


def test_one_holds_the_lock_and_the_other_takes_it_when_it_is_given(tmp_path):
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")

    assert first.take()
    assert not second.take()
    assert (first.is_held(), second.is_held()) == (True, False)
    first.give()

    assert second.take()
    second.give()


def test_a_file_that_is_put_in_the_place_of_the_locked_one_ends_the_lead(tmp_path):
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    first.take()

    (tmp_path / "lock").unlink()
    assert not first.is_held()
    assert second.take()
    assert not first.is_held()
    assert second.is_held()

    first.give()
    second.give()


def test_the_lock_is_nobodys_to_read_but_its_owners_and_tells_who_has_it(tmp_path):
    lock = FileLock(tmp_path / "lock")
    lock.take()

    assert (tmp_path / "lock").stat().st_mode & 0o077 == 0
    assert "process" in lock.holder()
    lock.give()


def test_no_child_process_keeps_the_lock_of_a_parent_that_is_gone(tmp_path):
    lock = FileLock(tmp_path / "lock")
    lock.take()

    assert fcntl.fcntl(lock._descriptor, fcntl.F_GETFD) & fcntl.FD_CLOEXEC
    lock.give()


@pytest.mark.skipif(os.geteuid() != 0, reason="only the administrator of the machine can give files away")
def test_a_lock_taken_by_the_administrator_can_be_taken_by_the_owner_of_the_installation_later(tmp_path):
    nobody = 65534
    os.chown(tmp_path, nobody, nobody)
    lock = FileLock(tmp_path / "lock")

    assert lock.take()

    assert (tmp_path / "lock").stat().st_uid == nobody
    lock.give()
