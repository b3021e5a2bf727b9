"""The escalation protocol at work: evidence, proposals, decisions, hearings."""
