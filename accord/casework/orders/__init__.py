"""Orders where people are in danger: raising them, taking their steps, reminding, telling. Source: DOMAIN 6, 0007."""
