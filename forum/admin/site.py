from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin

# Libraries register these: second factors with their secrets, addresses, sessions. Whom they
# belong to manages them at /accounts/; nobody else sees or changes them.
PRIVATE = [Authenticator, EmailAddress, UserSession]


def desk() -> admin.AdminSite:
    """The admin (forum.desk), with what is nobody's business left out."""
    for model in PRIVATE:
        if admin.site.is_registered(model):
            admin.site.unregister(model)
    return admin.site
