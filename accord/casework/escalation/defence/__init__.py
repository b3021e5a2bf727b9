"""The defence file of a factory: every step of its escalation on record, in one document."""
