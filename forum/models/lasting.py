from typing import Any, NoReturn

from django.db import models


class LastingQuerySet(models.QuerySet[Any]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("These rows are never changed; add another.")

    def delete(self) -> NoReturn:
        raise TypeError("These rows are never deleted.")


class Lasting(models.Model):
    """Rows that say what moderators did: only ever added, so that the record can be trusted."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("This row is never changed; add another.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("This row is never deleted.")
