"""`linli demo`: a city made up from a seed, for trying things out and for measuring.

The same seed gives the same city. It is written an estate at a time, in bulk; interrupted, it goes on
where it stopped. All names and numbers are invented; the phones begin with 1410, a range for machines.
"""

from linli.cli.demo import command

__all__ = ["command"]
