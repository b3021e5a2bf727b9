"""Factories and buildings: who is who, who sources from whom, what a floor may carry."""
