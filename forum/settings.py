"""Settings. What differs between installations comes from the environment (docs/running.md).

The defaults are those of a public site: whatever loosens them needs DEBUG.
"""

from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.crypto import get_random_string
from environs import Env, validate

env = Env()
ROOT = Path(__file__).resolve().parent.parent

DEBUG = env.bool("DEBUG", False)
DATA_DIR = env.path("DATA_DIR", ROOT / "var")
DATA_DIR.mkdir(parents=True, exist_ok=True)
PORT = env.int("PORT", 8000)
SITE_URL = env.str("SITE_URL", f"http://localhost:{PORT}" if DEBUG else "").rstrip("/")
SAMPLE = DEBUG and env.str("SAMPLE", "on") != "off"
RATE_LIMITS = not (DEBUG and env.str("RATE_LIMITS", "on") == "off")
# So many readers who report a comment, those who were often wrong counting for less, hide it until
# a moderator has looked. 0: never.
REPORTS_THAT_HIDE = env.float("REPORTS_THAT_HIDE", 3)
# Where only established members may write: how many days they have been here, or how many published
# comments they have.
ESTABLISHED_DAYS = env.int("ESTABLISHED_DAYS", 30)
ESTABLISHED_COMMENTS = env.int("ESTABLISHED_COMMENTS", 5)
# A public page that lists what moderators took away and why, never the words; with their names?
MODERATION_LOG = env.bool("MODERATION_LOG", True)
MODERATION_LOG_NAMES = env.bool("MODERATION_LOG_NAMES", False)
# For so long after it was taken away a comment can be brought back; then its words are deleted.
REMOVED_WORDS_KEPT = timedelta(days=env.int("REMOVED_WORDS_KEPT_DAYS", 90))
MODERATORS_NEED_SECOND_FACTOR = env.bool("MODERATORS_NEED_SECOND_FACTOR", not DEBUG)


def _secret_key() -> str:
    """The key given, or in DEBUG one that is kept, so that a restart logs nobody out.

    Without one nothing is served (forum.checks); importing and the like need none.
    """
    key = env.str("SECRET_KEY", "")
    if key or not DEBUG:
        return key
    kept = DATA_DIR / "secret-key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(get_random_string(60))
    return kept.read_text()


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL else []

INSTALLED_APPS = [
    "forum",
    "articles",
    "forum.apps.DeskConfig",  # django.contrib.admin
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
]

MIDDLEWARE = [
    # These three before all others, so that redirects and static files carry their headers too.
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "forum.middleware.CacheControlMiddleware",
    "forum.middleware.NotFoundMiddleware",
    "forum.middleware.OddInputMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "forum.middleware.ClockMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "forum.urls"
WSGI_APPLICATION = "forum.wsgi.application"
CSRF_FAILURE_VIEW = "forum.views.errors.form_expired"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "forum.context_processors.site",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Data -----------------------------------------------------------------------------------------

SQLITE = {
    # Every transaction of ours writes: taking the lock at its start avoids "database is locked",
    # which a lock taken half-way through can't wait for.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # FULL: an answer that was sent stands for a comment that survives a power cut.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
    "PRAGMA mmap_size=134217728; PRAGMA journal_size_limit=27103364",
}
DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{DATA_DIR / 'forum.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE
    # Opening one and reading the schema takes a millisecond; old ones don't know new statistics.
    DATABASES["default"]["CONN_MAX_AGE"] = 60
else:
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        pool={"min_size": 1, "max_size": 10, "timeout": 10},
        # Planning our small queries takes longer than answering them.
        server_side_binding=True,
        prepare_threshold=2,
    )
    # The database may have been restarted since a connection went back to the pool.
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": (
        {
            "BACKEND": "forum.cache.SteadyRedisCache",
            "LOCATION": env.str("REDIS_URL"),
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
        }
        if env.str("REDIS_URL", "")
        else {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            # The counts behind limits must not push each other out.
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    )
}

# --- Files ----------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [ROOT / "static"]
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"allow_overwrite": True},  # what has the same name has the same content
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "forum.static_files.HashedStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG

# --- Language and time ----------------------------------------------------------------------------

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

# --- People (django-allauth) ----------------------------------------------------------------------

AUTH_USER_MODEL = "forum.Member"
# The e-mail address is unique whatever its case, which the check of the column can't see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "forum.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "add_email": "forum.account_forms.AddEmailForm",
    "change_password": "forum.account_forms.ChangePasswordForm",
    "confirm_email_verification_code": "forum.account_forms.ConfirmEmailVerificationCodeForm",
    "confirm_login_code": "forum.account_forms.ConfirmLoginCodeForm",
    "confirm_password_reset_code": "forum.account_forms.ConfirmPasswordResetCodeForm",
    "login": "forum.account_forms.LoginForm",
    "reauthenticate": "forum.account_forms.ReauthenticateForm",
    "request_login_code": "forum.account_forms.RequestLoginCodeForm",
    "reset_password": "forum.account_forms.ResetPasswordForm",
    "reset_password_from_key": "forum.account_forms.ResetPasswordKeyForm",
    "set_password": "forum.account_forms.SetPasswordForm",
    "signup": "forum.account_forms.SignupForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "name"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*"]
ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD = "website"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
# Only for an address that is new here could it be changed: that would tell which ones are not.
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_SESSION_REMEMBER = True
if not RATE_LIMITS:
    ACCOUNT_RATE_LIMITS = False
MFA_ADAPTER = "forum.accounts.MFAAdapter"
MFA_FORMS = {
    "activate_totp": "forum.account_forms.ActivateTOTPForm",
    "add_webauthn": "forum.account_forms.AddPasskeyForm",
    "authenticate": "forum.account_forms.AuthenticateForm",
    "authenticate_webauthn": "forum.account_forms.AuthenticateByPasskeyForm",
    "edit_webauthn": "forum.account_forms.EditPasskeyForm",
    "login_webauthn": "forum.account_forms.LoginByPasskeyForm",
    "reauthenticate": "forum.account_forms.ReauthenticateByCodeForm",
    "reauthenticate_webauthn": "forum.account_forms.ReauthenticateByPasskeyForm",
    "signup_webauthn": "forum.account_forms.SignupByPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_TRUST_ENABLED = True
MFA_TOTP_ISSUER = "Rejoinder"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT

# --- Mail -----------------------------------------------------------------------------------------

SECURITY_CONTACT = env.str("SECURITY_CONTACT", "mailto:security@localhost")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Rejoinder <noreply@localhost>")
_mail = env.dj_email_url("EMAIL_URL", "console:")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST = _mail.get("EMAIL_HOST", "")
EMAIL_PORT = _mail.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _mail.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = _mail.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10
# What members are told by mail waits so long: perhaps it is read on the site before.
MAIL_DELAY = timedelta(seconds=env.int("MAIL_DELAY", 300))
DIGEST_HOUR = env.int("DIGEST_HOUR", 6, validate=validate.Range(0, 23))  # of each member

# --- Other machines that are asked (articles/fetching.py) -----------------------------------------

FETCH_ALLOW = list(map(ip_network, env.list("FETCH_ALLOW", [])))
AKISMET_URL = env.str("AKISMET_URL", "https://rest.akismet.com").rstrip("/")
AKISMET_KEY = env.str("AKISMET_KEY", "")
# With this the e-mail addresses of imported commenters are hashed. Empty: a key is made and kept in
# DATA_DIR. Who changes it makes what was imported before unclaimable.
IMPORTS_KEY = env.str("IMPORTS_KEY", "")
HOOK_URL = env.str("HOOK_URL", "")
HOOK_SECRET = env.str("HOOK_SECRET", "")
BOUNCE_SECRET = env.str("BOUNCE_SECRET", "")

# --- What browsers are told -----------------------------------------------------------------------

# Pictures of imported articles: "none" links to them, "store" fetches them once and shows them from
# here, "link" shows them from where they are, so that their server learns who reads.
IMPORT_IMAGES = env.str("IMPORT_IMAGES", "none", validate=validate.OneOf(["none", "store", "link"]))
PICTURES_FROM = ["https:", "http:"] if IMPORT_IMAGES == "link" else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", *PICTURES_FROM],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = not DEBUG
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 0 if DEBUG else 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEBUG
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        # That somebody asked for what isn't there, or isn't theirs, is no news.
        "django.request": {"level": "ERROR"},
    },
}
