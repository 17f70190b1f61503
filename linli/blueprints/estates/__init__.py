"""HTTP for places."""

from flask import Blueprint

blueprints: tuple[Blueprint, ...] = ()
