"""Room on the disk of the instance folder."""

from accord.casework.doctor.examination import Examination, Finding, judged
from accord.gateways.probes.disk import space_at
from accord.rules.upkeep import of_inodes, of_space, size_in_words, worst


def disk(examined: Examination) -> Finding:
    """Judge the free bytes and inodes: on a full disk nothing more is recorded, and no backup taken."""
    space = space_at(examined.settings.instance)
    inodes = f"{space.free_inodes:,} of {space.total_inodes:,} inodes" if space.total_inodes else "inodes not counted"
    return judged(
        worst((of_space(space.free_bytes), of_inodes(space.free_inodes, space.total_inodes))),
        f"{size_in_words(space.free_bytes)} of {size_in_words(space.total_bytes)} free, {inodes}",
        f"make room on the disk of {examined.settings.instance}: move old backups away, or enlarge it",
    )
