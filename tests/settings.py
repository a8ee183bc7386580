"""The settings of a public site, but for what only a test can't have: TLS, mail, slow passwords."""

import os
import tempfile
from pathlib import Path

os.environ["SECRET_KEY"] = "only-for-tests"
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="rejoinder-tests-")
os.environ["SITE_URL"] = "http://testserver"
os.environ["ALLOWED_HOSTS"] = "testserver,localhost"
for name in (
    *("DEBUG", "EMAIL_URL", "REDIS_URL", "RATE_LIMITS", "TRUSTED_PROXY_COUNT"),
    *("MAIL_DELAY", "DIGEST_HOUR"),
    *("FETCH_ALLOW", "AKISMET_URL", "AKISMET_KEY", "HOOK_URL", "HOOK_SECRET"),
):
    os.environ.pop(name, None)

from forum.settings import *  # noqa: E402, F403
from forum.settings import DATABASES, STORAGES  # noqa: E402

if "sqlite3" in DATABASES["default"]["ENGINE"]:
    # A file, so that the threads of a server under test see what the test wrote.
    DATABASES["default"]["TEST"] = {"NAME": Path(os.environ["DATA_DIR"]) / "test.sqlite3"}
else:
    # Each test closes its connections; a pool would keep the test database from being dropped.
    DATABASES["default"]["OPTIONS"].pop("pool")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
# Its own tests turn it on (tests/forum/test_desk.py).
MODERATORS_NEED_SECOND_FACTOR = False
