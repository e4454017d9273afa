"""Django's settings, from the environment."""

import secrets

import django_stubs_ext
from django.utils.csp import CSP

from config.commit import commit_of
from config.environment import ROOT, environment
from config.hashers import password_hashers
from config.logs import logging_settings
from config.project import project

# Before any model is imported: makes `admin.ModelAdmin[TutorialEvent]` work at run time.
django_stubs_ext.monkeypatch()

ENVIRONMENT = environment()

# Commands sign nothing, so a random key is enough. The production server does not start without a
# key (config.gunicorn), and `make run` stores one.
SECRET_KEY = (
    ENVIRONMENT.secret_key.get_secret_value()
    if ENVIRONMENT.secret_key
    else secrets.token_urlsafe(50)
)
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts
CSRF_TRUSTED_ORIGINS = ENVIRONMENT.csrf_trusted_origins

# Browsers revalidate before each use; the operator sets how long a CDN may store a response.
SEARCH_S_MAXAGE = ENVIRONMENT.search_s_maxage
SEARCH_STALE_WHILE_REVALIDATE = ENVIRONMENT.search_stale_while_revalidate
SEARCH_SYNONYMS = ENVIRONMENT.search_synonyms
# The API's version and licence.
PROJECT = project()
COMMIT = ENVIRONMENT.commit or commit_of(ROOT)

# The path under which a proxy serves the service; config.server.gateway removes it.
FORCE_SCRIPT_NAME = ENVIRONMENT.path_prefix or None
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = ENVIRONMENT.path_prefix or "/"
TRUSTED_PROXIES = ENVIRONMENT.trusted_proxies

# The proxy terminates TLS.
BEHIND_TLS = ENVIRONMENT.behind_tls
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
# Probes use the service directly, without the proxy.
SECURE_REDIRECT_EXEMPT = ["^api/health/"]
SECURE_HSTS_SECONDS = ENVIRONMENT.hsts_seconds if BEHIND_TLS else 0
# Both concern other hosts of the domain too. Its operator can send the headers from the proxy.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

SESSION_ENGINE = "adapters.sign_in.sessions"
SESSION_COOKIE_AGE = ENVIRONMENT.session_seconds
MEETING_LINKS_HIDDEN = ENVIRONMENT.meeting_links_hidden
# The time counts from the last request.
SESSION_SAVE_EVERY_REQUEST = SESSION_EXPIRE_AT_BROWSER_CLOSE = True

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "api",  # has the documentation page and its files
    "adapters.administrate",
    "adapters.tutorials",
    "adapters.catalogue",
    "adapters.sign_in",
    "adapters.access",
    "adapters.history",
    "adapters.imports",
    "config",
]

CORS_ALLOWED_ORIGINS = ENVIRONMENT.cors_allowed_origins
CORS_URLS_REGEX = r"^/api/"
# Credentials are safe, because the setting does not accept wildcards.
CORS_ALLOW_CREDENTIALS = True
CORS_ALLOW_METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
CORS_ALLOW_HEADERS = (
    *("accept", "authorization", "catalogue-version", "content-type", "idempotency-key"),
    *("if-match", "if-none-match", "x-csrftoken", "x-request-id", "x-requested-with"),
)
CORS_EXPOSE_HEADERS = (
    *("Age", "Allow", "Catalogue-Version", "Content-Disposition", "Content-Location"),
    *("Deprecation", "ETag", "Link", "Location", "Retry-After", "Sunset", "X-Request-ID"),
)
CORS_PREFLIGHT_MAX_AGE = 7200  # The maximum of Chromium.

MIDDLEWARE = [
    # First, so that pages of other origins can follow redirects of the API middleware. Omitted
    # without origins, because it adds a Vary header that splits caches.
    *(["corsheaders.middleware.CorsMiddleware"] if CORS_ALLOWED_ORIGINS else []),
    "api.http.middleware.HttpMiddleware",  # converts the errors of all others into problems
    "config.server.hosts.ProbesMiddleware",
    # Before the cache, so that a response of HTTPS is never returned over plain HTTP.
    *(["django.middleware.security.SecurityMiddleware"] if BEHIND_TLS else []),
    "config.wiring.PortsMiddleware",
    "api.http.caching.response_cache.ResponseCacheMiddleware",
    *([] if BEHIND_TLS else ["django.middleware.security.SecurityMiddleware"]),
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "adapters.limits.AdminLimitsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "adapters.history.middleware.AdminActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "adapters.admin_snapshot.AdminSnapshotMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

_database = ENVIRONMENT.database()
DATABASES = {
    "default": {
        "ENGINE": "adapters.postgres.backend",
        "NAME": _database.pop("dbname", ""),
        "USER": _database.pop("user", ""),
        "PASSWORD": _database.pop("password", ""),
        "HOST": _database.pop("host", ""),
        "PORT": _database.pop("port", ""),
        # The pool requires that connections are returned after each request.
        "CONN_MAX_AGE": 0,
        # A pooler in transaction mode could look for the cursor of an autocommit statement in
        # another session.
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": {
            **_database,
            "pool": {"size": ENVIRONMENT.database_pool_size},
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

PASSWORD_HASHERS = password_hashers()
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True

STATIC_URL = f"{ENVIRONMENT.path_prefix}/static/"
# Served directly from the packages, so `collectstatic` is not needed.
WHITENOISE_USE_FINDERS = True
# The files of the search page have a hash of their content in their names.
WHITENOISE_IMMUTABLE_FILE_TEST = r"/api/search/[a-z-]+-[0-9A-Z]{8}\.[a-z0-9]+$"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CSP = {
    "default-src": [CSP.SELF],
    # The documentation page uses data: URLs for its icons.
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}

LOGGING = logging_settings(ENVIRONMENT)
