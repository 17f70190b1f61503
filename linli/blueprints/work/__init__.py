"""HTTP for the consoles' first pages."""

from flask import Blueprint

blueprints: tuple[Blueprint, ...] = ()
