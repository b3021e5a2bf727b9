"""The process that prints one document: asked on standard input, it answers on standard output and ends."""

import sys

from accord.gateways.printing.apart import paper_in, print_here
from accord.gateways.printing.terms import PrintRefused


def main() -> int:
    """Print what was asked for; 1, with the reason in words, where it cannot be printed."""
    try:
        pdf = print_here(paper_in(sys.stdin.buffer.read()))
    except PrintRefused as refusal:
        sys.stderr.write(str(refusal))
        return 1
    sys.stdout.buffer.write(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main())
