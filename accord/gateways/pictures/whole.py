"""Pillow set to refuse what is damaged, whatever else in the process has set.

WeasyPrint tells Pillow, for the whole process, to load half a file and to pass over chunks that are too large; a photo
taken in so would be half grey, and a bomb would not be refused.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from PIL import ImageFile


@contextmanager
def whole_files_only() -> Iterator[None]:
    """Refuse truncated and damaged pictures inside, and leave Pillow as it was."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before
