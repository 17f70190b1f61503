"""HTTP for reports and repairs."""

from flask import Blueprint

blueprints: tuple[Blueprint, ...] = ()
