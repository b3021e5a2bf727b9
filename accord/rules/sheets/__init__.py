"""What stands in the sheets that others made: heads, dates, statuses, the words of an inspector."""
