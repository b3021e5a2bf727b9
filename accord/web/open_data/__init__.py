"""The published record to take away: files of the register and of the lists, the snapshot, and what they mean."""
