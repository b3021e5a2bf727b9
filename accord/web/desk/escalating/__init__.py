"""The escalation protocol at the desk: what it proposes, what was decided, and how a factory is heard."""
