"""Which URLs are set decides what runs: there is no mode."""

from datetime import time
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config import env
from config.safety import refuse_unsafe
from kernel import clock

BASE = env.BASE
DEBUG = env.get("DEBUG")
DEMO = env.get("DEMO")
DATA = env.data_folder()
SECRET_KEY = env.secret_key(DATA, debug=DEBUG)
PUBLIC_URL = env.get("PUBLIC_URL").rstrip("/")
ALLOWED_HOSTS = env.get("ALLOWED_HOSTS") or (["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
refuse_unsafe(
    debug=DEBUG,
    demo=DEMO,
    secret_key=SECRET_KEY,
    hosts=ALLOWED_HOSTS,
    public_url=PUBLIC_URL,
    proxies=env.get("TRUSTED_PROXIES"),
    email_url=env.get("EMAIL_URL"),
    metrics_token=env.get("METRICS_TOKEN"),
)

ROOMS = [
    "kernel",
    "search",
    "reference",
    "accounts",
    "documents",
    "partners",
    "footprint",
    "matching",
    "messaging",
    "marketplace",
    "notices",
    "frontend",
    "api",
    "config",
]
INSTALLED_APPS = [
    *ROOMS,
    "django_cotton.apps.SimpleAppConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks",
    "django_htmx",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "channels",
    "csp",
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "config.requests.Traced",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "frontend.answers.Sessions",
    "django.middleware.locale.LocaleMiddleware",
    "config.limits.LargestForm",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.acting.ActsAreRecorded",
    "frontend.answers.RoomsAnswer",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
WSGI_APPLICATION = "config.wsgi.application"

COTTON_DIR = "components"
COTTON_SNAKE_CASED_NAMES = False
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
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
            "builtins": ["django_cotton.templatetags.cotton", "frontend.templatetags.qafila"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "frontend.context.shell",
            ],
        },
    }
]

# Data -----------------------------------------------------------------------------------------------------------------
if env.get("DATABASE_URL"):
    DATABASES: dict[str, Any] = {"default": environ.Env.db_url_config(env.get("DATABASE_URL"))}
    # A process has few threads and each keeps its connection: a pool would only be one more thing to run out of.
    DATABASES["default"] |= {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
    PROMISES = "-c synchronous_commit=on -c statement_timeout=30s -c lock_timeout=5s"
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = PROMISES
    if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
        msg = "DATABASE_URL must be the address of a PostgreSQL server: postgres://user:password@host:5432/name"
        raise ImproperlyConfigured(msg)
else:
    DATABASES = {
        "default": {
            "ENGINE": "kernel.sqlite",
            "NAME": DATA / "qafila.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 5,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
                "PRAGMA secure_delete=ON;",
            },
        }
    }
MEDIA_ROOT = DATA / "media"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.get("REDIS_URL")
if REDIS_URL:
    CACHES: dict[str, Any] = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
        }
    }
    CHANNEL_LAYERS: dict[str, Any] = {
        "default": {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [REDIS_URL]}}
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kernel_cache"}}
    CHANNEL_LAYERS = {"default": {"BACKEND": "api.realtime.layer.LocalLayer"}}
TASKS = {"default": {"BACKEND": "kernel.queue.backend.DatabaseBackend"}}
ELASTICSEARCH_URL = env.get("ELASTICSEARCH_URL")
ELASTICSEARCH_INDEX = env.get("ELASTICSEARCH_INDEX")
SEARCH_FOLDER = DATA / "search"
CLAMAV_URL = env.get("CLAMAV_URL")

# Mail -----------------------------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.get("EMAIL_FROM")
PUBLISHER, CONTACT_EMAIL = env.get("PUBLISHER"), env.get("CONTACT_EMAIL")
REPLY_DOMAIN = env.get("REPLY_DOMAIN")
EMAIL_TIMEOUT = 10
QUIET_HOURS, QUIET_SUNDAYS = (time(20), time(8)), True  # in Moroccan time, until a person chooses its own
EMAIL_FILE_PATH = DATA / "mail"
if env.get("EMAIL_URL"):
    globals().update(environ.Env.email_url_config(env.get("EMAIL_URL")))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"

# Accounts -------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "frontend.pages.account_words.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "frontend.pages.account_words.NotCommon"},
    {"NAME": "frontend.pages.account_words.NotOneself"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "frontend.pages.sign_up.OrganizationForm"
ACCOUNT_ADAPTER = "frontend.pages.account_words.Adapter"
ACCOUNT_FORMS = {
    "signup": "frontend.pages.signing_up.SignUpForm",
    "login": "frontend.pages.signing_in.LoginForm",
    "reset_password": "frontend.pages.signing_in.ResetPasswordForm",
    "reset_password_from_key": "frontend.pages.signing_in.ResetPasswordKeyForm",
    "change_password": "frontend.pages.signing_in.ChangePasswordForm",
    "set_password": "frontend.pages.signing_in.SetPasswordForm",
    "reauthenticate": "frontend.pages.signing_in.ReauthenticateForm",
    "add_email": "frontend.pages.signing_in.NewEmailForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_CHANGE_EMAIL = True  # one address each: the new one takes the place of the old once it is confirmed
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # in the browser that signed up, nowhere else
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = PUBLIC_URL.split(":", maxsplit=1)[0]
ACCOUNT_EMAIL_NOTIFICATIONS = True  # by the queue, in our words: the adapter says which
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {
    "confirm_email": "1/m/key"
}  # the others are by the minute too: the page says a minute
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
MFA_ADAPTER = "config.second_factor.Adapter"
MFA_FORMS = {
    "authenticate": "frontend.pages.signing_in.AuthenticateForm",
    "reauthenticate": "frontend.pages.signing_in.ReauthenticateByCodeForm",
    "activate_totp": "frontend.pages.signing_in.ActivateTOTPForm",
    "add_webauthn": "frontend.pages.signing_in.AddWebAuthnForm",
    "edit_webauthn": "frontend.pages.signing_in.EditWebAuthnForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Qafila"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
ALLAUTH_TRUSTED_PROXY_COUNT = env.get("TRUSTED_PROXIES")

# Languages ------------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("ar", _("Arabic")), ("en", _("English"))]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
USE_TZ = True
TIME_ZONE = clock.MOROCCO.key

# Pages and files ------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 0 if DEBUG else 3600
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31_536_000 if PUBLIC_URL.startswith("https://") else 0
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CSRF_FAILURE_VIEW = "frontend.pages.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
if env.get("TRUSTED_PROXIES"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
HTTP_THREADS = env.get("HTTP_THREADS")

# Operation ------------------------------------------------------------------------------------------------------------
METRICS_TOKEN = env.get("METRICS_TOKEN")
QUEUE_LATE_SECONDS = env.get("QUEUE_LATE_SECONDS")
SESSION_COOKIE_AGE = env.get("KEEP_SESSIONS_DAYS") * 24 * 3600
KEEP_COPIES_DAYS, KEEP_CLOSED_DAYS = env.get("KEEP_COPIES_DAYS"), env.get("KEEP_CLOSED_DAYS")
PERSONAL_DATA = BASE / "config/personal_data.csv"
COPIED_FILES = {"documents.Document": "documents.queries.file_of"}
TRAIL_NAMES = {
    "document": "documents.queries.names_in_the_trail",
    "grant": "documents.queries.grants_in_the_trail",
    "site": "footprint.queries.sites_in_the_trail",
}
RETENTION = {
    "kernel.queue.claims.prune": env.get("KEEP_TASKS_DAYS"),
    "kernel.idempotency.prune": env.get("KEEP_ANSWERS_DAYS"),
    "kernel.imports.jobs.forget": env.get("KEEP_IMPORTS_DAYS"),
    "accounts.actions.forget_sessions": 0,
    "matching.actions.forget_runs": env.get("KEEP_RUNS_DAYS"),
    "accounts.actions.forget_copies": 0,
    "marketplace.actions.purge_closed": KEEP_CLOSED_DAYS,
    "marketplace.actions.forget_unmet": 396,  # thirteen months: the same season of last year can be read
}

# API ------------------------------------------------------------------------------------------------------------------
MESSAGES_A_MINUTE = env.get("MESSAGES_A_MINUTE")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "api.authentication.KeyAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["api.permissions.HasOrganization"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["api.parsers.BoundedJSONParser"],
    "DEFAULT_PAGINATION_CLASS": "api.pagination.Cursor",
    "PAGE_SIZE": 20,
    "DEFAULT_FILTER_BACKENDS": ["api.filters.StrictFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "api.schema.Schema",
    "DEFAULT_THROTTLE_CLASSES": ["api.throttles.KeyThrottle", "api.throttles.PersonThrottle"],
    "DEFAULT_THROTTLE_RATES": {"key": "600/min", "person": "600/min", "anon": "120/min"},
    "NUM_PROXIES": env.get("TRUSTED_PROXIES"),
    "EXCEPTION_HANDLER": "api.errors.handler",
    "COERCE_DECIMAL_TO_STRING": True,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Qafila API",
    "DESCRIPTION": "An exporter's bills become explained matches. The same actions as the pages, with an organization key.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "IceDoubtEnum": "accounts.choices.ICE_DOUBTS",
        "CredentialKindEnum": "partners.choices.CredentialKind",
        "CredentialStateEnum": "partners.choices.CredentialState",
        "PaperKindEnum": "documents.choices.PaperKind",
        "AskedKindEnum": "documents.choices.ASKABLE",
        "DocumentStateEnum": "documents.choices.State",
        "EvidenceEnum": "footprint.choices.Evidence",
        "BillDocumentEnum": "footprint.choices.Document",
        "LineEvidenceEnum": ["invoice", "meter", "extrapolated", "guess"],
        "LineDocumentEnum": ["invoice", "credit_note", "estimate"],
        "HeatingBasisEnum": ["net", "gross"],
        "LineScopeEnum": ["1", "2", "3"],
        "FlowKindEnum": "footprint.queries.cbam_reading.FLOW_KINDS",
        "PrecursorSourceEnum": "footprint.choices.PRECURSOR_SOURCES",
        "FirmStateEnum": "footprint.choices.FirmState",
        "SharedByEnum": "footprint.choices.SharedBy",
        "LineSharedByEnum": ["mass", "energy", "economic"],
        "LeadStatusEnum": "marketplace.choices.LeadStatus",
        "FoundKindEnum": ["offer", "partner"],
        "NoticeKindEnum": "notices.choices.NoticeKind",
        "QuoteStatusEnum": "marketplace.choices.QuoteStatus",
        "ReportReasonEnum": "marketplace.choices.ReportReason",
        "StaysEnum": "marketplace.choices.Stays",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "config.logs.PlainFormatter", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "config.logs.JsonFormatter"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain" if DEBUG else "json"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "qafila": {"level": "INFO"},
        "qafila.queue": {"level": "WARNING" if DEBUG else "INFO"},  # the first start would bury its own words
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},
        "django.server": {"handlers": [], "propagate": True},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
