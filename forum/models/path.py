from typing import Any

from django.db import models


class PathField(models.CharField):
    """A text that both databases compare byte by byte."""

    def db_parameters(self, connection: Any) -> Any:
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters
