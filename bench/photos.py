"""How many photos of 12 megapixels are re-encoded in a second, against plain Pillow opening and saving the same ones.

    python bench/photos.py [--photos 24]

The photos are made here, from noise and edges, in the size and weight of a telephone's (4,000 by 3,000 pixels, 4 to
5 MB). Plain Pillow opens and saves each in full size in this process, ours re-encodes it in this process, turn by turn;
then the worker processes do as a server has them do it, two photos at a time. Memory is the most that any of their
processes held at once, from the system's own account.
"""

import argparse
import random
import resource
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import BytesIO
from zoneinfo import ZoneInfo

from PIL import Image, ImageDraw

from accord.gateways.pictures import Processor, look_at
from accord.gateways.pictures.reencode import reencoded

DHAKA = ZoneInfo("Asia/Dhaka")
WIDTH_PX, HEIGHT_PX = 4000, 3000
LEAST_A_SECOND = 4


def main() -> None:
    """Print times, ratios, photos a second and memory for JPEG and HEIC."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=int, default=24)
    given = parser.parse_args()
    # Started while this process is small: the system counts what it held when it started another as that one's.
    processors = {kind: warm(Processor()) for kind in ("JPEG", "HEIF")}
    scenes = [scene(seed) for seed in range(4)]
    for kind, options in (("JPEG", {"quality": 92}), ("HEIF", {"quality": 60})):
        with processors[kind] as processor:
            measure([encoded(each, kind, **options) for each in scenes], processor, count=given.photos)
        peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"  memory of a process       {peak_mb:7.0f} MB at most")


def warm(processor: Processor) -> Processor:
    """Let both processes start."""
    small = encoded(Image.new("RGB", (80, 80)), "JPEG")
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda _: processor.reencode_safely(small, zone=DHAKA), range(8)))
    return processor


def measure(photos: list[bytes], processor: Processor, *, count: int) -> None:
    """Print what is measured of photos of one kind."""
    plain, ours, looks = [], [], []
    for turn in range(max(8, count // 2)):
        raw = photos[turn % len(photos)]
        looks.append(seconds(partial(look_at, raw)))
        plain.append(seconds(partial(open_and_save, raw)))
        ours.append(seconds(partial(reencoded, raw, zone=DHAKA)))
    work = [photos[turn % len(photos)] for turn in range(count)]
    with ThreadPoolExecutor(2) as threads:
        taken = seconds(lambda: list(threads.map(lambda raw: processor.reencode_safely(raw, zone=DHAKA), work)))
    opened, made = statistics.median(plain), statistics.median(ours)
    print(f"{look_at(photos[0])}, {statistics.mean(map(len, photos)) / 1e6:.1f} MB")
    print(f"  first look                {statistics.median(looks) * 1000:7.1f} ms")
    print(f"  Pillow opens and saves    {opened * 1000:7.1f} ms")
    print(f"  re-encoded                {made * 1000:7.1f} ms   ratio {made / opened:.2f}")
    print(f"  by two processes          {count / taken:7.1f} photos a second (bound for JPEG: {LEAST_A_SECOND})")


def open_and_save(raw: bytes) -> bytes:
    """Return the photo as Pillow saves it again, in full size."""
    return encoded(Image.open(BytesIO(raw)), "JPEG", quality=85)


def scene(seed: int) -> Image.Image:
    """Return a picture with the noise of a small lens and with edges like a room's."""
    chance = random.Random(seed)  # noqa: S311  not a secret
    ground = Image.effect_noise((WIDTH_PX // 8, HEIGHT_PX // 8), 60).resize((WIDTH_PX, HEIGHT_PX))
    image = Image.blend(ground, Image.effect_noise((WIDTH_PX, HEIGHT_PX), 30), 0.35).convert("RGB")
    draw = ImageDraw.Draw(image)
    for _ in range(60):
        left, top = chance.randrange(WIDTH_PX), chance.randrange(HEIGHT_PX)
        colour = tuple(chance.randrange(256) for _ in range(3))
        draw.rectangle((left, top, left + chance.randrange(50, 700), top + chance.randrange(50, 500)), colour)
    return Image.blend(image, Image.effect_noise((WIDTH_PX, HEIGHT_PX), 30).convert("RGB"), 0.2)


def encoded(image: Image.Image, kind: str, **options: int) -> bytes:
    """Return the picture as a file."""
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def seconds(deed: Callable[[], object]) -> float:
    """Return how long a deed takes."""
    start = time.perf_counter()
    deed()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
