"""What the public may read: the allow-list, what is hidden in texts, and how it is searched."""
