from django.apps import AppConfig
from django.contrib.admin import apps


class ForumConfig(AppConfig):
    name = "forum"
    default = True

    def ready(self) -> None:
        from forum import checks  # noqa: F401 - registers them


class DeskConfig(apps.AdminConfig):
    default = False  # of this module
    default_site = "forum.desk.DeskSite"
