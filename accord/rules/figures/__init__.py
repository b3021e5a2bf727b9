"""The figures people quote, and the replay of events that they are counted from."""
