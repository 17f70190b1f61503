"""HTTP for payments and receipts."""

from flask import Blueprint

blueprints: tuple[Blueprint, ...] = ()
