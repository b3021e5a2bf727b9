"""Photos drawn anew while their sender waits: in a process apart, and one sender after the other."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import Lock

from PIL import Image

from accord.gateways.pictures.encode import THUMBNAIL_QUALITY, as_jpeg, thumbnail
from accord.gateways.pictures.whole import whole_files_only
from accord.gateways.pictures.work import Processor

_TURN = Lock()
"""A small server has memory for few processes that decode photos: those of the clockwork run beside this one."""


@contextmanager
def drawing() -> Iterator[Processor]:
    """Give a process that draws photos anew as long as it is needed; waits while another sender has it."""
    with _TURN, Processor(workers=1) as processor:
        yield processor


def small_copy(jpeg: bytes) -> bytes:
    """Return the small copy of a photo of ours, which was made anew before."""
    with whole_files_only(), Image.open(BytesIO(jpeg), formats=("JPEG",)) as opened:
        opened.draft("RGB", (opened.width // 2, opened.height // 2))
        return as_jpeg(thumbnail(opened.convert("RGB")), THUMBNAIL_QUALITY)
