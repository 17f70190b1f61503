"""The schema's history, one step a file; `linli db upgrade` runs what is missing."""
