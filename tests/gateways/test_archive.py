"""The archive of an installation: read back as it was written, and nothing else is ever unpacked."""

import gzip
import hashlib
import io
import json
import stat
import tarfile
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from accord.gateways import archive
from accord.gateways.archive import ArchiveRefused, Manifest, Member, member_from, opened, write_archive

CONTENTS = {
    "database.sqlite": b"not really a database" * 100,
    "secret-key": b"a key",
    "published/ab/abcd": bytes(512),
    "published/ab/empty": b"",
}


@pytest.fixture
def sources(tmp_path):
    folder = tmp_path / "sources"
    for name, content in CONTENTS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return {name: folder / name for name in CONTENTS}


@pytest.fixture
def target(tmp_path):
    folder = tmp_path / "unpacked"
    folder.mkdir()
    return folder


def a_manifest(*members: Member, **changed) -> Manifest:
    ordinary = {
        "version": "0.1",
        "schema": "0001",
        "database": "sqlite",
        "made_at": datetime(2024, 7, 1, 6, 0, tzinfo=UTC),
        "journal_root": "0" * 64,
        "journal_lines": 3,
        "damage": ("the PDF bn of edition 1 of factory 9490 is missing",),
        "members": members,
    }
    return Manifest(**ordinary | changed)


def members_of(sources) -> list[Member]:
    return [member_from(name, path) for name, path in sources.items()]


def a_plain(name: str, content: bytes, /, **changed) -> tuple[tarfile.TarInfo, bytes]:
    header = tarfile.TarInfo(name)
    header.size = len(content)
    for field, value in changed.items():
        setattr(header, field, value)
    return header, content


def a_tar(file: Path, *entries: tuple[tarfile.TarInfo, bytes], form=tarfile.GNU_FORMAT) -> Path:
    """A tar.gz as another program, or somebody with bad intentions, would write it."""
    with tarfile.open(file, "w:gz", format=form) as tar:
        for header, content in entries:
            tar.addfile(header, io.BytesIO(content))
    return file


def a_listing(*contents: tuple[str, bytes], **changed) -> tuple[tarfile.TarInfo, bytes]:
    """The first member, listing these files."""
    members = [Member(name, hashlib.sha256(content).hexdigest(), len(content)) for name, content in contents]
    told = json.loads(a_manifest(*members).as_json()) | changed
    return a_plain("manifest.json", json.dumps(told).encode())


def refusal_of(file: Path, target: Path) -> str:
    with pytest.raises(ArchiveRefused) as refused, opened(file) as found:
        found.unpack_into(target)
    [sentence] = str(refused.value).splitlines()
    return sentence


def test_what_was_written_is_read_back_with_all_that_was_said_of_it(tmp_path, sources, target):
    written = a_manifest(*members_of(sources))
    write_archive(tmp_path / "a.tar.gz", written, sources)

    with opened(tmp_path / "a.tar.gz") as found:
        found.unpack_into(target)

    assert found.manifest == written
    assert {name: (target / name).read_bytes() for name in CONTENTS} == CONTENTS


def test_any_system_can_unpack_it_and_the_list_of_contents_comes_first(tmp_path, sources):
    write_archive(tmp_path / "a.tar.gz", a_manifest(*members_of(sources)), sources)

    with tarfile.open(tmp_path / "a.tar.gz") as tar:
        assert tar.getnames() == ["manifest.json", *CONTENTS]
        assert tar.extractfile("secret-key").read() == b"a key"


def test_only_its_owner_may_read_it_since_it_holds_keys(tmp_path, sources):
    write_archive(tmp_path / "a.tar.gz", a_manifest(*members_of(sources)), sources)

    assert stat.S_IMODE((tmp_path / "a.tar.gz").stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"another key", b"b key", b"a k"])
def test_a_file_that_changes_while_it_is_copied_is_noticed(tmp_path, sources, content):
    manifest = a_manifest(*members_of(sources))
    sources["secret-key"].write_bytes(content)

    with pytest.raises(ArchiveRefused, match="changed while it was being copied"):
        write_archive(tmp_path / "a.tar.gz", manifest, sources)


@pytest.mark.parametrize(
    "content", [b"", b"a letter", b"PK\x03\x04" + bytes(600), gzip.compress(b"a letter" * 999, mtime=0)]
)
def test_what_is_no_archive_is_said_to_be_none(tmp_path, target, content):
    (tmp_path / "a.tar.gz").write_bytes(content)

    assert refusal_of(tmp_path / "a.tar.gz", target) == "a.tar.gz is no archive made by “accord backup”"


@pytest.mark.parametrize("first", ["photos/1.jpg", "../manifest.json", "/manifest.json"])
def test_the_tar_of_another_program_is_said_to_be_none(tmp_path, target, first):
    file = a_tar(tmp_path / "a.tar.gz", a_plain(first, b"{}"))

    assert "is no archive made by" in refusal_of(file, target)


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "a/../../evil", "a//b", ".hidden", "A", "a" * 101, "a\n", ""])
def test_a_list_with_a_name_that_leads_anywhere_else_is_refused(tmp_path, target, name):
    file = a_tar(tmp_path / "a.tar.gz", a_listing((name, b"x")), a_plain(name, b"x"))

    assert "list of contents that this version cannot read" in refusal_of(file, target)
    assert list(target.iterdir()) == []


KINDS = {
    "a symbolic link": {"type": tarfile.SYMTYPE, "linkname": "/etc/passwd", "size": 0},
    "a hard link": {"type": tarfile.LNKTYPE, "linkname": "secret-key", "size": 0},
    "a device": {"type": tarfile.CHRTYPE, "size": 0},
    "a folder": {"type": tarfile.DIRTYPE, "size": 0},
    "another name": {"name": "../secret-key"},
    "an absolute name": {"name": "/secret-key"},
    "a long name, told in a header of its own": {"name": "x" * 200},
}


@pytest.mark.parametrize("changed", KINDS.values(), ids=KINDS)
def test_what_is_not_the_plain_file_that_the_list_names_is_not_unpacked(tmp_path, target, changed):
    content = b"" if changed.get("size") == 0 else b"a key"
    file = a_tar(tmp_path / "a.tar.gz", a_listing(("secret-key", content)), a_plain("secret-key", content, **changed))

    assert "where its list of contents names secret-key" in refusal_of(file, target)
    assert list(target.iterdir()) == []


def test_an_extended_header_is_not_followed_however_much_it_claims(tmp_path, target):
    header = a_plain("secret-key", b"a key", pax_headers={"comment": "x" * 10_000})
    file = a_tar(tmp_path / "a.tar.gz", a_listing(("secret-key", b"a key")), header, form=tarfile.PAX_FORMAT)

    assert "where its list of contents names secret-key" in refusal_of(file, target)


def test_an_altered_file_is_named(tmp_path, target):
    file = a_tar(tmp_path / "a.tar.gz", a_listing(("secret-key", b"a key")), a_plain("secret-key", b"b key"))

    assert "secret-key does not have the SHA-256 in its list" in refusal_of(file, target)


def test_a_file_larger_than_the_list_says_is_refused_before_it_is_unpacked(tmp_path, target):
    file = a_tar(tmp_path / "a.tar.gz", a_listing(("secret-key", b"a key")), a_plain("secret-key", bytes(10_000_000)))

    assert "a plain file of 5 bytes" in refusal_of(file, target)
    assert list(target.iterdir()) == []


def test_a_file_more_than_the_list_names_is_refused(tmp_path, target):
    file = a_tar(
        tmp_path / "a.tar.gz",
        a_listing(("secret-key", b"a key")),
        a_plain("secret-key", b"a key"),
        a_plain("evil", b"x"),
    )

    assert "holds more than its list of contents names" in refusal_of(file, target)


def test_a_file_that_the_list_names_and_the_archive_lacks_is_named(tmp_path, target):
    file = a_tar(tmp_path / "a.tar.gz", a_listing(("secret-key", b"a key")))

    assert "where secret-key should begin there is no file" in refusal_of(file, target)


def test_an_archive_cut_off_anywhere_is_refused(tmp_path, sources, target):
    whole = tmp_path / "whole.tar.gz"
    write_archive(whole, a_manifest(*members_of(sources)), sources)
    content = whole.read_bytes()

    for length in range(0, len(content), 7):
        cut = tmp_path / "cut.tar.gz"
        cut.write_bytes(content[:length])
        into = target / str(length)
        into.mkdir()
        assert "cut.tar.gz is" in refusal_of(cut, into)


def test_a_flipped_bit_that_changes_anything_is_noticed_wherever_it_is(tmp_path, sources, target):
    whole = tmp_path / "whole.tar.gz"
    write_archive(whole, a_manifest(*members_of(sources)), sources)
    content = whole.read_bytes()

    noticed = 0
    for place in range(10, len(content), 11):  # The gzip header before holds a date and an operating system.
        altered = tmp_path / "altered.tar.gz"
        altered.write_bytes(content[:place] + bytes([content[place] ^ 4]) + content[place + 1 :])
        if changes_nothing(altered, whole):
            continue
        into = target / str(place)
        into.mkdir()
        noticed += refusal_of(altered, into).startswith("altered.tar.gz ")

    assert noticed > 50


def changes_nothing(one: Path, other: Path) -> bool:
    """Some bits of a packed file mean nothing, such as the lengths of codes that are never used."""
    try:
        return gzip.decompress(one.read_bytes()) == gzip.decompress(other.read_bytes())
    except (OSError, EOFError, zlib.error):
        return False


def test_a_bomb_is_refused_by_what_it_claims_before_anything_is_unpacked(tmp_path, target):
    header, _ = a_listing()
    members = [{"name": "database.sqlite", "sha256": "0" * 64, "size": archive.RATIO_HOLDS_FROM_BYTES + 1}]
    _, content = a_listing(members=members)
    header.size = len(content)
    file = a_tar(tmp_path / "a.tar.gz", (header, content))

    assert "claims to unpack to 100,000,001 bytes" in refusal_of(file, target)


def test_an_endless_list_of_contents_is_refused_unread(tmp_path, target):
    header = tarfile.TarInfo("manifest.json")
    header.size = archive.MAX_MANIFEST_BYTES + 1
    (tmp_path / "a.tar.gz").write_bytes(gzip.compress(header.tobuf(tarfile.GNU_FORMAT)))

    assert "has a list of contents of 64,000,001 bytes" in refusal_of(tmp_path / "a.tar.gz", target)


def test_what_does_not_fit_on_the_disk_is_refused_before_it_fills_it(tmp_path, sources, target, monkeypatch):
    write_archive(tmp_path / "a.tar.gz", a_manifest(*members_of(sources)), sources)
    monkeypatch.setattr(archive.shutil, "disk_usage", lambda _: archive.shutil._ntuple_diskusage(100, 90, 10))

    assert "only 10 are free" in refusal_of(tmp_path / "a.tar.gz", target)
    assert list(target.iterdir()) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"format": "another"},
        {"layout": 2},
        {"members": None},
        {"members": [1]},
        {"members": [{"name": "a", "sha256": "0" * 64, "size": -1}]},
        {"members": [{"name": "a", "sha256": "0" * 64, "size": True}]},
        {"members": [{"name": "a", "sha256": "0" * 63, "size": 1}]},
        {"members": [{"name": "a", "sha256": "0" * 64, "size": 1}] * 2},
        {"made_at": "yesterday"},
        {"journal_root": "0"},
        {"journal_lines": "3"},
        {"version": 1},
        {"damage": ["\x1b[2J"]},
    ],
)
def test_a_list_of_contents_that_is_not_as_this_program_writes_it_is_refused(tmp_path, target, changed):
    file = a_tar(tmp_path / "a.tar.gz", a_listing(**changed))

    assert "list of contents that this version cannot read" in refusal_of(file, target)


@pytest.mark.parametrize("content", [b"[]", b"{}", b"\xff", b"[" * 100_000, b"1" * 10_000])
def test_a_list_of_contents_that_is_no_list_is_refused(tmp_path, target, content):
    file = a_tar(tmp_path / "a.tar.gz", a_plain("manifest.json", content))

    assert "list of contents that this version cannot read" in refusal_of(file, target)
