"""Django's settings over the typed environment. One file, for all installations."""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from byregion.config import editor, sign_in
from byregion.config.env import Env, database

env = Env.read()
PACKAGE = Path(__file__).resolve().parent.parent

DEBUG = env.debug
SECRET_KEY = env.secret_key
ALLOWED_HOSTS = env.hosts
BASE_URL = env.base_url
CONTACT = env.contact
DEMO = sign_in.is_trial(dict(os.environ))

INSTALLED_APPS = [
    "django_cotton.apps.SimpleAppConfig",
    *sign_in.APPS,
    "byregion.web.public",
    "byregion.web.office",
    "byregion.web.design",
    *editor.APPS,
    "byregion.insight",
    "byregion.network",
    "byregion.programme",
    "byregion.people",
    "byregion.mail",
    "byregion.audit",
    "byregion.common",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "byregion.web.page_cache.page_cache",
    "csp.middleware.CSPMiddleware",
    "byregion.web.compression.Compression",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    *sign_in.MIDDLEWARE,
    *editor.MIDDLEWARE,
]

# Apps whose rows public pages show: a write to one of their tables retires every kept page.
PUBLIC_APPS = ["programme", "insight", "network", "knowledge", "wagtailcore"]
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": {
        "BACKEND": "django.core.cache.backends."
        + ("locmem.LocMemCache" if env.page_cache else "dummy.DummyCache"),
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}

# What is made from the statistics when somebody asks: who makes reports, how long they are kept,
# and how much one client may have computed (docs/reference/settings.md).
REPORT_WORKER = env.report_worker
REPORT_DAYS = env.report_days
REPORT_MEGABYTES = env.report_megabytes
COMPUTE_AT_ONCE = env.compute_at_once
COMPUTE_BURST = env.compute_burst
COMPUTE_PER_MINUTE = env.compute_per_minute
TRUSTED_PROXIES = env.trusted_proxies

# A virus scanner that speaks clamd's protocol; empty is none.
CLAMD = env.clamd

ROOT_URLCONF = "byregion.config.urls"
WSGI_APPLICATION = "byregion.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "design" / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "byregion.web.public.site.everywhere",
                "byregion.web.account.visitor.visitor",
            ],
        },
    }
]
COTTON_DIR = "components"

DATABASES = {"default": database(env.database_url, env.data)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
# A session ends with the browser, or after a working day.
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.base_url.startswith("https:")
SESSION_COOKIE_HTTPONLY = True

# Without a mail server, letters stay in the outbox, where an administrator reads them. What others
# send by Django comes to the outbox too, which sends it on.
EMAIL_BACKEND = "byregion.mail.backend.OutboxBackend"
MAIL_DELIVERY = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST_SET = bool(env.mail.host)
EMAIL_HOST, EMAIL_PORT = env.mail.host, env.mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = env.mail.user, env.mail.password
EMAIL_USE_TLS = env.mail.starttls
EMAIL_TIMEOUT = 20
# Letters are answered at this address, with a token of ours in it; empty is not at all.
REPLY_ADDRESS = env.reply_address
DEFAULT_FROM_EMAIL = env.mail.sender

LANGUAGE_CODE = "nn"
LANGUAGES = [("nn", _("Norwegian Nynorsk")), ("nb", _("Norwegian Bokmål")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Oslo"
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = env.data / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG

# Nothing inline, nothing from elsewhere. The map draws on a canvas and works in a worker of ours.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF, "blob:"],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Behind a proxy that ends TLS; a trial on one machine has none.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000 if env.base_url.startswith("https:") else 0

# Two subjects with many settings of their own, each in a file of its own.
globals().update(sign_in.settings(dict(os.environ)))
globals().update(editor.settings(BASE_URL, env.data))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
