"""Proofs of the system of design."""
