"""HTTP for owners' votes."""

from flask import Blueprint

blueprints: tuple[Blueprint, ...] = ()
