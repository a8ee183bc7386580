import os

from django.core.checks import Tags, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings")
application = get_wsgi_application()
for problem in run_checks(tags=[Tags.security]):
    if problem.is_serious():
        raise ImproperlyConfigured(f"{problem.msg} {problem.hint}")
