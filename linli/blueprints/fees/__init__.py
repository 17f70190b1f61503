"""HTTP for tariffs and bills."""

from flask import Blueprint

blueprints: tuple[Blueprint, ...] = ()
