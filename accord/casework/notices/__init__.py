"""How notices get out, and how answers come in: contacts, sending, telling by hand, releasing, acknowledging."""
