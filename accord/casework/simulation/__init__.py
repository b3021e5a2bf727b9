"""A synthetic programme of any size with the published shape of the real one, for whoever builds on the open data.

Everything in it is invented and drawn from a seed: the same seed, size and anchor date give the same database.
"""

from accord.casework.simulation.load import MOST_FACTORIES, Simulated, SimulationRefused, simulate

__all__ = ["MOST_FACTORIES", "Simulated", "SimulationRefused", "simulate"]
