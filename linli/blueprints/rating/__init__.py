"""HTTP for star ratings."""

from flask import Blueprint

blueprints: tuple[Blueprint, ...] = ()
