"""HTTP for messages to people and public notices."""

from flask import Blueprint

blueprints: tuple[Blueprint, ...] = ()
