from django.db import models
from django.utils import timezone


class RefusedAddress(models.Model):
    """An address whose mail server says that it takes no mail. It gets none until its owner asks
    for a new try."""

    address = models.EmailField(max_length=254, unique=True)
    said = models.CharField(max_length=500, help_text="What the server answered.")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"RefusedAddress: {self.said}"
