"""What a WSGI server imports; nothing else."""

from linli.app import create_app

app = create_app()
