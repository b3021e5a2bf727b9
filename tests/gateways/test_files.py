"""The store of published files: whole or not at all, and never changed."""

import stat
from hashlib import sha256
from pathlib import Path

import pytest

from accord.gateways.files import FileStore


@pytest.fixture
def store(tmp_path):
    return FileStore(tmp_path / "published")


def files_in(store):
    return [path for path in store.folder.rglob("*") if path.is_file()]


def test_a_file_is_kept_under_the_hash_of_its_bytes_and_nothing_else_stays(store):
    name = store.keep(b"a plan")

    assert name == sha256(b"a plan").hexdigest()
    assert files_in(store) == [store.path_of(name)]
    assert store.path_of(name).read_bytes() == b"a plan"


def test_a_file_that_is_there_is_never_written_again(store):
    place = store.path_of(store.keep(b"a plan"))
    before = place.stat()

    store.keep(b"a plan")

    after = place.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_kill_in_the_middle_leaves_no_half_file_under_a_true_name(store, monkeypatch):
    def half(path, content):
        with path.open("wb") as file:
            file.write(content[:3])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", half)

    with pytest.raises(OSError, match="No space"):
        store.keep(b"a plan")

    assert not store.path_of(sha256(b"a plan").hexdigest()).exists()


def test_a_private_store_keeps_other_users_of_the_machine_out(tmp_path):
    store = FileStore(tmp_path / "photos", is_private=True)

    store.keep(b"a photo")

    assert stat.S_IMODE(store.folder.stat().st_mode) == 0o700


def test_a_file_that_is_taken_stands_in_the_store_and_no_longer_where_it_was(store, tmp_path):
    (tmp_path / "restored").write_bytes(b"a plan")
    name = sha256(b"a plan").hexdigest()

    store.take(tmp_path / "restored", name)

    assert files_in(store) == [store.path_of(name)]
    assert not (tmp_path / "restored").exists()
