"""The moderators' desk: Django's admin, as this site opens it."""

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin

# Libraries register these: second factors with their secrets, addresses, sessions. Whom they
# belong to manages them at /accounts/; nobody else sees or changes them.
PRIVATE = [Authenticator, EmailAddress, UserSession]


def desk() -> admin.AdminSite:
    """The admin, entered through our own log-in page and its limits."""
    site = admin.site
    site.site_header = site.site_title = "Rejoinder desk"
    site.index_title = "Moderation"
    site.enable_nav_sidebar = False  # its room is needed for what there is to read
    site.login = secure_admin_login(site.login)  # type: ignore[method-assign]
    for model in PRIVATE:
        if site.is_registered(model):
            site.unregister(model)
    return site
