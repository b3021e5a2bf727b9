"""The letters of the escalation protocol: what they say, to whom, and each of them written once with its cause."""
