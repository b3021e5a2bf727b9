"""How many photos may be sent at once, and how often one is tried before it is given up."""

MOST_AT_ONCE = 10
"""Ours: what a telephone sends in one go over a poor line; with 30 MB each they are what a server takes in one form."""
MOST_ATTEMPTS = 3
"""Ours: a machine that was switched off in the middle is no fault of the photo; the third time it is the photo."""
