"""All settings, read from the environment by typed readers; every one has a default that is safe on one machine."""

import contextlib
import os
import secrets
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from backend.common.database_url import read_database_url
from backend.common.durable import write_new

BASE_DIR = Path(__file__).resolve().parent.parent


class SettingsError(Exception):
    """A setting that cannot be used, with what to do about it."""


def read_text(name: str, default: str) -> str:
    return os.environ.get(name, default).strip()


def read_flag(name: str, *, default: bool) -> bool:
    value = read_text(name, "yes" if default else "no").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise SettingsError(f"{name} is {value!r}. Set it to yes or no.")


def read_list(name: str) -> list[str]:
    return [part.strip() for part in read_text(name, "").split(",") if part.strip()]


def read_choice(name: str, default: str, choices: set[str]) -> str:
    value = read_text(name, default)
    if value not in choices:
        raise SettingsError(f"{name} is {value!r}. Set it to one of: {', '.join(sorted(choices))}.")
    return value


def read_secret_key(path: Path) -> str:
    """The key from the environment, else from a file that only its owner reads, made at the first start.

    Two processes that start together agree on one, and a crash leaves none rather than half of one.
    """
    if key := os.environ.get("LIKENESS_SECRET_KEY"):
        return key
    if not path.exists():
        with contextlib.suppress(FileExistsError):
            write_new(path, secrets.token_urlsafe(50).encode())
    return path.read_text(encoding="ascii").strip()


def read_database(name: str, default: Path) -> dict[str, Any]:
    """The PostgreSQL server that the environment names, else a SQLite file."""
    if url := read_text(name, ""):
        try:
            return read_database_url(url)
        except ValueError as problem:
            raise SettingsError(str(problem)) from problem
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": default,
        # Django's defaults answered 65-82 % of requests with a 500 while a worker wrote; these answered none.
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
        "CONN_MAX_AGE": 600,
    }


def use_locked_sqlite() -> None:
    """Put the SQLite of the locked wheel in the standard library's place.

    Debian 12's SQLite 3.40.1 has the WAL-reset bug (fixed in 3.51.3), which can lose committed rows.
    """
    if sys.platform == "linux":
        import pysqlite3  # noqa: PLC0415 (exists only for Linux, and only this function wants it)

        sys.modules["sqlite3"] = pysqlite3
        sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


DEBUG = read_flag("LIKENESS_DEBUG", default=False)
DATA_DIR = Path(read_text("LIKENESS_DATA", str(BASE_DIR / "data"))).resolve()
try:
    DATA_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    (DATA_DIR / "tmp").mkdir(exist_ok=True, mode=0o700)
    SECRET_KEY = read_secret_key(DATA_DIR / "secret_key")
except OSError as problem:
    raise SettingsError(
        f"Cannot write to {DATA_DIR}: {problem.strerror}. Make it writable, or set LIKENESS_DATA to another folder."
    ) from problem

# The address people type. Cookies, mails and the host check follow it.
ORIGIN = read_text("LIKENESS_ORIGIN", "http://127.0.0.1:8000").rstrip("/")
IS_HTTPS = ORIGIN.startswith("https://")
_origin_host = urlsplit(ORIGIN).hostname or ""
ALLOWED_HOSTS = list({"127.0.0.1", "localhost", "[::1]", _origin_host, *read_list("LIKENESS_ALLOWED_HOSTS")} - {""})
CSRF_TRUSTED_ORIGINS = [ORIGIN]
SIGNUP = read_choice("LIKENESS_SIGNUP", "open", {"open", "closed"})

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "allauth.mfa",
    "allauth.usersessions",
    "backend.common",
    "backend.jobs",
    "backend.accounts",
    "backend.audit",
    "backend.practices",
    "backend.subjects",
    "backend.consent",
    "backend.sessionlog",
    "backend.events",
    "backend.photos",
    "backend.measures",
    "backend.comparisons",
    "backend.timeline",
    "backend.reminders",
    "backend.sharing",
    "backend.privacy",
    "backend.operations",
    "backend.api",
]

MIDDLEWARE = [
    "backend.api.middleware.RequestId",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "backend.api.middleware.OwnOriginAlone",
    "backend.api.middleware.PrivateAnswers",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "backend.api.middleware.AuditContext",
]

ROOT_URLCONF = "backend.urls"
WSGI_APPLICATION = "backend.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

use_locked_sqlite()
DATABASES = {"default": read_database("DATABASE_URL", DATA_DIR / "likeness.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# One web process holds the throttles' counters; several processes need a cache that they share.
# A full cache drops counters at random, and 300, the default, are those of as many addresses.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}}}

LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Accounts
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["backend.subjects.authentication.SelfKnowingBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "backend.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
# How many proxies in front are believed about whom they speak for; throttles count by that address.
ALLAUTH_TRUSTED_PROXY_COUNT = int(read_text("LIKENESS_TRUSTED_PROXIES", "0"))
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Likeness: "
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = True
# Passkeys are a second factor here, never a way to sign in or up by themselves.
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ADAPTER = "backend.accounts.adapter.SecondFactorAdapter"
MFA_TOTP_ISSUER = "Likeness"
# No address is verified here, and a second factor is worth having all the same.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
# A write for every request, and granian's ASGI hangs on it at stop.
USERSESSIONS_TRACK_ACTIVITY = False
HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("browser",)
HEADLESS_FRONTEND_URLS = {
    "account_reset_password": f"{ORIGIN}/reset",
    "account_reset_password_from_key": f"{ORIGIN}/reset/{{key}}",
    "account_signup": f"{ORIGIN}/sign-up",
}

# Mail leaves the machine only when a host is named; until then it is printed where the server runs.
EMAIL_HOST = read_text("LIKENESS_EMAIL_HOST", "")
# Where lines are collected, what is printed is collected too: without a host, mails lie in a folder then.
LOG_FORMAT = read_choice("LIKENESS_LOG_FORMAT", "text", {"text", "json"})
_mail_without_host = "filebased" if LOG_FORMAT == "json" else "console"
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else _mail_without_host}.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_PORT = int(read_text("LIKENESS_EMAIL_PORT", "587"))
EMAIL_HOST_USER = read_text("LIKENESS_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("LIKENESS_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = read_flag("LIKENESS_EMAIL_TLS", default=True)
DEFAULT_FROM_EMAIL = read_text("LIKENESS_EMAIL_FROM", f"Likeness <likeness@{_origin_host or 'localhost'}>")

# Reminders go by the push service that a person's browser names, and only once they have switched them on.
PUSH_KEY = os.environ.get("LIKENESS_PUSH_KEY", "").strip()
PUSH_CONTACT = read_text("LIKENESS_PUSH_CONTACT", ORIGIN if IS_HTTPS else "mailto:likeness@localhost")
# For tests alone: a push service on this machine, without https.
PUSH_TO_LOOPBACK = read_flag("LIKENESS_PUSH_TO_LOOPBACK", default=False)

# Cookies and transport. A __Host- cookie needs https, which a plain loopback address does not have.
_cookie_prefix = "__Host-" if IS_HTTPS else ""
SESSION_COOKIE_NAME = f"{_cookie_prefix}sessionid"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if IS_HTTPS and read_flag("LIKENESS_HSTS", default=True) else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
# What comes without TLS is sent to the address that has it, but for those who watch the process itself.
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_SSL_HOST = urlsplit(ORIGIN).netloc if IS_HTTPS else None
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
# HSTS for the name alone: other hosts below it, and the browsers' list for good, are for their owner to decide.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, "'wasm-unsafe-eval'"],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        "worker-src": [SELF],
        "connect-src": [SELF],
        "font-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Files. Uploads stream to a temporary file beside the store; nothing under MEDIA_ROOT has a public address.
FRONTEND_DIST = Path(read_text("LIKENESS_FRONTEND_DIST", str(BASE_DIR / "frontend" / "dist")))
WHITENOISE_ROOT = FRONTEND_DIST if FRONTEND_DIST.is_dir() else None
WHITENOISE_INDEX_FILE = False
WHITENOISE_USE_FINDERS = True
WHITENOISE_MIMETYPES = {
    ".webmanifest": "application/manifest+json",
    ".wasm": "application/wasm",
    ".mjs": "text/javascript",
}
STATIC_URL = "/static/"
MEDIA_ROOT = DATA_DIR / "media"
FILE_UPLOAD_TEMP_DIR = DATA_DIR / "tmp"
# Half-made films are plain: in memory where there is enough, see backend.common.at_rest.workshop.
WORKSHOP_DIR = Path("/dev/shm") if sys.platform == "linux" else None  # noqa: S108 (folders in it are their owner's)

# What is stored is encrypted by the keyset, which the master key opens: from the environment, a program, or a file.
KEYSET_FILE = Path(read_text("LIKENESS_KEYSET_FILE", str(DATA_DIR / "keys" / "keyset.json")))
MASTER_KEY_FILE = Path(read_text("LIKENESS_MASTER_KEY_FILE", str(DATA_DIR / "master_key")))
MASTER_KEY = read_text("LIKENESS_MASTER_KEY", "")
_key_program = read_text("LIKENESS_KEY_PROGRAM", "")
KEY_PROGRAM = Path(_key_program) if _key_program else None
# A scanned signature of 2 MB comes as base64 inside a body of JSON.
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["backend.common.at_rest.uploads.EncryptedUploadHandler"]
STORAGES = {
    "default": {
        "BACKEND": "backend.common.at_rest.storage.EncryptedStorage",
        "OPTIONS": {"inner": {"BACKEND": "backend.photos.storage.DurableFileSystemStorage"}},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["backend.common.authentication.CookieSessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "backend.common.pagination.NewestFirstPagination",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_RATES": {
        "uploads": "2000/hour",
        "invitations": "100/hour",
        "shares": "100/hour",
        # Documents and films: each takes seconds or minutes of a processor.
        "exports": "120/hour",
        "films": "60/hour",
        # By address, for what opens without an account. A page of twenty pairs with its film is a hundred requests.
        "looks": "600/minute",
        "looks_at_documents": "60/hour",
    },
    "EXCEPTION_HANDLER": "backend.common.errors.exception_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Likeness",
    "DESCRIPTION": "Progress photos of the face, aligned and compared honestly, beside a session log.",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "backend.api.schema.require_answered_fields",
        "backend.api.schema.add_error_responses",
    ],
    "ENUM_NAME_OVERRIDES": {
        "PracticeKindEnum": "backend.practices.serializers.PRACTICE_KIND_CHOICES",
        "PracticeRoleEnum": "backend.practices.serializers.ROLE_CHOICES",
        "PermissionEnum": "backend.subjects.serializers.PERMISSION_CHOICES",
        "CareSideEnum": "backend.subjects.serializers.SIDE_CHOICES",
        "CareRelationStateEnum": "backend.subjects.serializers.RELATION_STATE_CHOICES",
        "AuditActionEnum": "backend.subjects.serializers.AUDIT_ACTION_CHOICES",
        "AuditObjectEnum": "backend.subjects.serializers.AUDIT_OBJECT_CHOICES",
        "AuditPartEnum": "backend.subjects.serializers.AUDIT_PART_CHOICES",
        "ActorRoleEnum": "backend.subjects.serializers.ACTOR_ROLE_CHOICES",
        "ViewEnum": "backend.photos.models.VIEW_CHOICES",
        "PhotoStateEnum": "backend.photos.models.STATE_CHOICES",
        "TakenAtSourceEnum": "backend.photos.models.TAKEN_SOURCE_CHOICES",
        "RejectionReasonEnum": "backend.photos.models.REJECTION_CHOICES",
        "AlignmentMethodEnum": "backend.photos.models.METHOD_CHOICES",
        "TimelapseStateEnum": "backend.comparisons.models.timelapse.STATE_CHOICES",
        "BlindRoundStateEnum": "backend.comparisons.models.blind.ROUND_STATE_CHOICES",
        "RenditionSpecEnum": "backend.photos.models.SPEC_CHOICES",
        "ModalityEnum": "backend.sessionlog.models.MODALITY_CHOICES",
        "EventKindEnum": "backend.events.models.EVENT_KIND_CHOICES",
        "EntryKindEnum": "backend.timeline.selectors.KIND_CHOICES",
        "ZoneEnum": "backend.sessionlog.models.ZONE_CHOICES",
        "MeasureEnum": "backend.measures.serializers.MEASURE_CHOICES",
        "MeasureUnitEnum": "backend.measures.serializers.UNIT_CHOICES",
        "MeasureKindEnum": "backend.measures.serializers.KIND_CHOICES",
        "NotComparedReasonEnum": "backend.measures.serializers.NOT_COMPARED_CHOICES",
        "WaveformEnum": "backend.sessionlog.models.WAVEFORM_CHOICES",
        "PolarityEnum": "backend.sessionlog.models.POLARITY_CHOICES",
        "SessionPlaceEnum": "backend.sessionlog.models.PLACE_CHOICES",
        "CourseStateEnum": "backend.sessionlog.courses.STATE_CHOICES",
        "ConsentPurposeEnum": "backend.consent.models.Purpose",
        "ConsentStateEnum": "backend.consent.models.State",
        "DeidentificationEnum": "backend.consent.models.Deidentification",
        "SignatureMethodEnum": "backend.consent.models.SignatureMethod",
        "StatementEnum": "backend.consent.serializers.STATEMENT_CHOICES",
        "ShareStateEnum": "backend.sharing.models.GrantState",
        "ShareStatusEnum": "backend.sharing.serializers.shares.STATUS_CHOICES",
        "ShareAccessEventEnum": "backend.sharing.models.AccessEvent",
        "ContraindicationEnum": "backend.sessionlog.models.CONTRAINDICATION_CHOICES",
    },
}

# Whoever holds it may read /metrics; without one there is no such address.
METRICS_TOKEN = read_text("LIKENESS_METRICS_TOKEN", "")
if METRICS_TOKEN and len(METRICS_TOKEN) < 16:
    raise SettingsError("LIKENESS_METRICS_TOKEN is shorter than 16 characters. Choose one that nobody guesses.")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "backend.common.log_lines.JsonLines"},
    },
    "filters": {"no_tokens": {"()": "backend.common.logs.WithoutTokens"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["no_tokens"]}},
    "loggers": {"backend.requests": {"level": "INFO" if LOG_FORMAT == "json" else "WARNING"}},
    "root": {"handlers": ["console"], "level": read_text("LIKENESS_LOG_LEVEL", "INFO")},
}
