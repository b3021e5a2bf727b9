"""Photos are decoded in processes apart: whatever a file does there, the server goes on, and the next photo too."""

import os
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from picture_builders import FORMATS, a_bomb, a_photo, an_exif
from PIL import Image

from accord.gateways.pictures import Processor, Reason, UploadRefused, work
from accord.gateways.pictures.answer import ANSWER, Nonsense, packed, understood
from accord.gateways.pictures.look import MAX_PHOTO_BYTES
from accord.gateways.pictures.reencode import reencoded

DHAKA = ZoneInfo("Asia/Dhaka")
MISBEHAVE = """
import os, sys, time
import accord.gateways.pictures.child as child
true = child.reencoded
def reencoded(raw, *, zone):
    if raw.endswith(b"evil"):
        {deed}
    return true(raw, zone=zone)
child.reencoded = reencoded
child.MAX_CPU_SECONDS = 1
child.main(sys.stdin.buffer, sys.stdout.buffer)
"""
EVIL = a_photo() + b"evil"


@pytest.fixture
def processor():
    with Processor() as processor:
        yield processor


def that_would(monkeypatch: pytest.MonkeyPatch, deed: str) -> None:
    """Let a file that ends in "evil" do this deed in the process that decodes it, as if a decoder let it."""
    monkeypatch.setattr(work, "_COMMAND", (sys.executable, "-c", MISBEHAVE.format(deed=deed)))


def reason(processor: Processor, raw: bytes) -> Reason:
    with pytest.raises(UploadRefused) as refused:
        processor.reencode_safely(raw, zone=DHAKA)
    return refused.value.reason


def process_of(processor: Processor) -> int:
    """The number of the process that was used last."""
    return processor._free.queue[-1]._process.pid


@pytest.mark.parametrize("kind", FORMATS)
def test_a_photo_comes_back_as_if_it_had_been_decoded_here(processor, kind):
    raw = a_photo(kind, exif=an_exif("2024:07:01 12:00:00", offset="+05:00"))

    picture = processor.reencode_safely(raw, zone=DHAKA)

    assert picture == reencoded(raw, zone=DHAKA)
    assert picture.captured_at == datetime(2024, 7, 1, 7, tzinfo=UTC)


def test_a_time_without_offset_is_meant_in_the_zone_that_was_given(processor):
    raw = a_photo(exif=an_exif("2024:07:01 12:00:00"))

    assert processor.reencode_safely(raw, zone=ZoneInfo("UTC")).captured_at == datetime(2024, 7, 1, 12, tzinfo=UTC)


def test_a_refusal_comes_back_as_a_sentence_that_names_the_file(processor):
    with pytest.raises(UploadRefused, match=r"“gate\.png”: The photo has 64 million pixels, and at most 50 million"):
        processor.reencode_safely(a_bomb(), zone=DHAKA, file_name="gate.png")


def test_a_file_that_is_too_heavy_is_not_even_sent(processor, monkeypatch):
    monkeypatch.setattr(work, "_COMMAND", ("/nonexistent",))

    assert reason(processor, a_photo().ljust(MAX_PHOTO_BYTES + 1, b"x")) is Reason.PHOTO_TOO_HEAVY


@pytest.mark.parametrize(
    "deed",
    [
        "os.abort()",
        "os._exit(0)",
        "child.packed = lambda *_: b'half an ans'",
        "child.packed = lambda *_: child.NO_ANSWER + b'more than was announced'",
        "child.packed = lambda *_: bytes(100_000_000)",
        "os.kill(os.getpid(), 11)",
        "raise RuntimeError('unforeseen')",
        "raise SystemExit(0)",
        "__import__('mmap').mmap(-1, 2_000_000_000)",
        "exec('while True: pass')",
        "os.write(os.memfd_create('a file'), b'x')",
        "os.write(1, b'an answer to somebody else')",
    ],
)
def test_a_file_that_ends_its_process_is_refused_and_the_next_photo_is_taken(processor, monkeypatch, deed):
    that_would(monkeypatch, deed)
    processor.reencode_safely(a_photo(), zone=DHAKA)
    before = process_of(processor)

    assert reason(processor, EVIL) is Reason.UNREADABLE

    assert processor.reencode_safely(a_photo(), zone=DHAKA).width_px == 400
    assert process_of(processor) == before


def test_what_one_file_leaves_behind_the_next_one_does_not_meet(processor, monkeypatch):
    that_would(monkeypatch, "child.reencoded.__globals__['true'] = None")
    reason_of_first = reason(processor, EVIL)

    assert reason_of_first is Reason.UNREADABLE
    assert processor.reencode_safely(a_photo(), zone=DHAKA).width_px == 400


def test_a_file_that_takes_too_long_is_given_up_and_the_next_photo_is_taken(monkeypatch):
    that_would(monkeypatch, "time.sleep(60)")

    with Processor(seconds=5) as processor:
        start = time.monotonic()
        assert reason(processor, EVIL) is Reason.UNREADABLE
        assert time.monotonic() - start < 20
        assert processor.reencode_safely(a_photo(), zone=DHAKA).width_px == 400


@pytest.mark.parametrize(
    "script",
    [
        "print('hello')",
        "sys.stdin.buffer.read(1); sys.exit(3)",
        "sys.stdout.buffer.write(b'\\xff' * 40); sys.stdout.flush(); sys.stdin.buffer.read()",
        "sys.stdout.buffer.write(bytes(3) + b'\\2' + bytes(16) + b'{}'); sys.stdout.flush(); sys.stdin.buffer.read()",
    ],
)
def test_a_process_that_gives_no_sensible_answer_is_replaced(processor, monkeypatch, script):
    with monkeypatch.context() as broken:
        broken.setattr(work, "_COMMAND", (sys.executable, "-c", f"import sys; {script}"))
        assert reason(processor, a_photo()) is Reason.UNREADABLE

    assert processor.reencode_safely(a_photo(), zone=DHAKA).width_px == 400


def test_a_process_that_was_killed_from_outside_is_replaced(processor):
    processor.reencode_safely(a_photo(), zone=DHAKA)
    os.kill(process_of(processor), signal.SIGKILL)
    time.sleep(0.1)

    assert processor.reencode_safely(a_photo(), zone=DHAKA).width_px == 400


def test_the_process_knows_no_setting_and_no_secret(processor, monkeypatch):
    monkeypatch.setenv("ACCORD_SECRET_KEY", "a" * 40)
    processor.reencode_safely(a_photo(), zone=DHAKA)

    assert Path(f"/proc/{process_of(processor)}/environ").read_bytes() == b""


def test_two_photos_are_decoded_at_once_and_more_wait_for_their_turn(processor):
    photos = [a_photo(exif=an_exif(f"2024:07:01 12:00:{number:02}")) for number in range(12)]

    with ThreadPoolExecutor(6) as threads:
        pictures = list(threads.map(lambda raw: processor.reencode_safely(raw, zone=DHAKA), photos))

    assert [picture.captured_at.second for picture in pictures] == list(range(12))
    assert len([worker for worker in processor._free.queue if worker._process]) == 2


def test_one_photo_after_the_other_needs_one_process(processor):
    for _ in range(3):
        processor.reencode_safely(a_photo(), zone=DHAKA)

    assert len([worker for worker in processor._free.queue if worker._process]) == 1


def test_the_processes_end_with_the_processor_and_with_the_server():
    processor = Processor()
    processor.reencode_safely(a_photo(), zone=DHAKA)
    closed = process_of(processor)
    processor.close()
    assert not Path(f"/proc/{closed}").exists()

    processor.reencode_safely(a_photo(), zone=DHAKA)
    process = processor._free.queue[-1]._process
    process.stdin.close()  # as the system does when the server dies
    assert process.wait(10) == 0
    processor.close()


def parts(answer: bytes) -> list[bytes]:
    found, at = [], ANSWER.size
    for length in ANSWER.unpack(answer[: ANSWER.size]):
        found.append(answer[at : at + length])
        at += length
    assert at == len(answer)
    return found


def test_an_answer_is_understood_as_it_was_meant():
    picture = reencoded(a_photo(exif=an_exif("2024:07:01 12:00:00")), zone=DHAKA)
    refused = UploadRefused(Reason.TOO_MANY_PIXELS, size=64, most=50)

    assert understood(*parts(packed(picture))) == picture
    assert str(understood(*parts(packed(refused)))) == str(refused)


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"[" * 100_000,
        b'{"refused": "NO_SUCH", "expected": null, "numbers": {}}',
        b'{"refused": "TOO_MANY_PIXELS", "expected": null, "numbers": {}}',
        b'{"refused": "EMPTY", "expected": null, "numbers": {"size": "<script>"}}',
        b'{"width_px": 9999, "height_px": 1, "captured_at": null, "fingerprint": 0}',
        b'{"width_px": 9, "height_px": true, "captured_at": null, "fingerprint": 0}',
        b'{"width_px": 9, "height_px": 9, "captured_at": "2024-07-01T12:00:00", "fingerprint": 0}',
        b'{"width_px": 9, "height_px": 9, "captured_at": null, "fingerprint": 9223372036854775808}',
    ],
)
def test_an_answer_that_no_process_of_ours_gives_is_not_believed(told):
    jpeg = a_photo()

    with pytest.raises(Nonsense):
        understood(told, jpeg, jpeg)


def test_what_is_no_jpeg_is_not_kept_as_one():
    words = b'{"width_px": 9, "height_px": 9, "captured_at": null, "fingerprint": 0}'
    jpeg = a_photo()
    assert Image.open(BytesIO(understood(words, jpeg, jpeg).jpeg)).format == "JPEG"

    for pair in ((b"<html>", jpeg), (jpeg, b"<html>"), (jpeg, b"")):
        with pytest.raises(Nonsense):
            understood(words, *pair)
