"""HTTP for other platforms that speak Open311 GeoReport v2; the contract is docs/open311.md."""

from flask import Blueprint

from linli.blueprints.open311 import filing, reading
from linli.blueprints.open311.protocol import bp

blueprints: tuple[Blueprint, ...] = (bp,)

__all__ = ["blueprints", "filing", "reading"]
