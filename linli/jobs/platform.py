"""The platform's own sweeping; the job registers itself when its module is known."""

from linli.platform import housekeeping

__all__ = ["housekeeping"]
