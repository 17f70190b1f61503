"""HTTP only: one package for each room, its pages, its API and their schemas."""
