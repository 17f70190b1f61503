"""Writing exports and sweeping them; the pump and the job register themselves when their module is known."""

from linli.platform import export_writing

__all__ = ["export_writing"]
