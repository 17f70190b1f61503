"""How the web server runs: gunicorn with threads, behind a reverse proxy in production.

Started by `linli serve`, or by hand: `gunicorn --config config/gunicorn.py wsgi:app`.
"""

import os
from pathlib import Path

wsgi_app = "wsgi:app"
proc_name = "linli-web"

# Only the machine itself is answered; a reverse proxy faces the world (LINLI_BIND for containers).
bind = [os.environ.get("LINLI_BIND") or f"127.0.0.1:{os.environ.get('LINLI_PORT') or 8000}"]
backlog = 1024

# Python runs one thread of a process at a time: processes for the cores, threads for what waits for the
# database. Every thread may hold one connection, and each process two for glances (linli/platform/glance.py), so
# workers times (threads + 2) stays below max_connections.
workers = int(os.environ.get("LINLI_WEB_WORKERS") or max(2, min(os.cpu_count() or 2, 8)))
worker_class = "gthread"
threads = int(os.environ.get("LINLI_WEB_THREADS") or 8)

# A worker that says nothing for this long is ended: longer than any request may take.
timeout = 60
# On a restart, requests under way may finish.
graceful_timeout = 30
# An idle connection is kept longer than a proxy keeps its end (nginx: 60 s), or one in reuse would be cut.
keepalive = 75
# Workers are not replaced after so many requests: a leak is to be found, not hidden.
max_requests = 0

# What a request may bring before the app sees it; bodies are limited by the app and the proxy.
limit_request_line = 8190
limit_request_fields = 64
limit_request_field_size = 8190

# Who may say for whom a request was forwarded.
forwarded_allow_ips = os.environ.get("LINLI_TRUSTED_PROXIES") or "127.0.0.1,::1"

# Nobody steers a running server by gunicorn's own socket; signals are enough.
control_socket_disable = True

# A worker's sign of life is a file touched each second: in memory, so that a slow disk kills nobody.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - not a place for secrets

# The app writes its own access log, without personal data; gunicorn only says what happens to itself.
accesslog = None
errorlog = "-"
loglevel = os.environ.get("LINLI_WEB_LOG") or "warning"
