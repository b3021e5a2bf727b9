"""The public snapshot: its tables, made from the allow-list; who writes it; who reads it."""
