"""A django-helpdesk site as its documentation sets one up, on the database that PEER_DATABASE names (host, name, user).

python helpdesk_site.py prepare      makes the tables and a public queue
gunicorn helpdesk_site:application   serves it
"""

import os
import sys

from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

HOST, NAME, USER = os.environ["PEER_DATABASE"].split(",")
CONTEXT = ("request", "media", "static", "debug")

settings.configure(
    DEBUG=False,
    SECRET_KEY="a peer in a benchmark",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    SITE_ID=1,
    USE_TZ=True,
    STATIC_URL="/static/",
    LOGIN_URL="helpdesk:login",
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
    HELPDESK_TEAMS_MODE_ENABLED=False,
    HELPDESK_ACTIVATE_API_ENDPOINT=False,
    LOGGING={"version": 1, "disable_existing_loggers": True},
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": NAME,
            "USER": USER,
            "HOST": HOST,
            "CONN_MAX_AGE": 600,
        }
    },
    INSTALLED_APPS=[
        *(
            f"django.contrib.{one}"
            for one in ("admin", "auth", "contenttypes", "sessions", "sites", "messages")
        ),
        "django.contrib.staticfiles",
        "django.contrib.humanize",
        "rest_framework",
        "helpdesk",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    *(f"django.template.context_processors.{one}" for one in CONTEXT),
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
)
application = get_wsgi_application()

from django.urls import include, path  # noqa: E402 - after the settings

urlpatterns = [path("", include("helpdesk.urls", namespace="helpdesk"))]


def prepare() -> None:
    from helpdesk.models import Queue

    call_command("migrate", verbosity=0)
    Queue.objects.get_or_create(slug="gate", title="Gates", allow_public_submission=True)


if __name__ == "__main__" and sys.argv[1:] == ["prepare"]:
    prepare()
