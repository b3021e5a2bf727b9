"""Re-encodes photos for `work.Processor`, in a process that knows nothing: no settings, no secrets, no other photo.

It is started once, with an empty environment, reads photos from its input, and answers on its output. It never decodes
anything itself: for each photo it makes a copy of itself, under limits, which answers and ends, so that no photo meets
what another one left behind. The answer is plain JSON and bytes, for pickled objects could do to the server what the
file did here. This bounds time and memory and keeps a crash away; it is no prison: code that took over a decoder would
still have the rights of the server's user.
"""

import os
import resource
import sys
import traceback
import warnings
from typing import BinaryIO
from zoneinfo import ZoneInfo

from PIL import Image

from accord.gateways.pictures.answer import MAX_ANSWER_BYTES, NO_ANSWER, QUESTION, is_whole, packed
from accord.gateways.pictures.look import MAX_IMAGE_PIXELS
from accord.gateways.pictures.reencode import reencoded
from accord.gateways.pictures.refusal import UploadRefused

MAX_MEMORY_BYTES = 1_200_000_000
"""Of address space. The heaviest photos that are taken, WebPs of 50 megapixels, need 0.85 GB, a usual JPEG 0.12 GB."""
MAX_CPU_SECONDS = 20
"""Those take 3 seconds here; a phone's photo a tenth of one."""


def main(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer until the questions end."""
    Image.MAX_IMAGE_PIXELS = MAX_IMAGE_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    while head := questions.read(QUESTION.size):
        zone_bytes, photo_bytes = QUESTION.unpack(head)
        zone, raw = ZoneInfo(questions.read(zone_bytes).decode()), questions.read(photo_bytes)
        answers.write(_answered_by_a_copy(raw, zone))
        answers.flush()


def _answered_by_a_copy(raw: bytes, zone: ZoneInfo) -> bytes:
    reading, writing = os.pipe()
    copy = os.fork()
    if copy == 0:
        os.close(reading)  # else it would wait for itself to read an answer that is too long
        _answer_and_end(raw, zone, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read(MAX_ANSWER_BYTES)
    _, status = os.waitpid(copy, 0)
    return answer if status == 0 and is_whole(answer) else NO_ANSWER


def _answer_and_end(raw: bytes, zone: ZoneInfo, writing: int) -> None:
    is_done = False
    try:
        # The questions and answers belong to the original alone.
        os.close(sys.stdin.fileno())
        os.close(sys.stdout.fileno())
        _limit()
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(_answer(raw, zone))
        is_done = True
    finally:
        # Whatever happened, the copy must never go on as if it were the original.
        if not is_done:
            traceback.print_exc()
        os._exit(not is_done)


def _limit() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MAX_MEMORY_BYTES),
        (resource.RLIMIT_CPU, MAX_CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _answer(raw: bytes, zone: ZoneInfo) -> bytes:
    try:
        picture = reencoded(raw, zone=zone)
    except UploadRefused as refused:
        return packed(refused)
    return packed(picture)


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
