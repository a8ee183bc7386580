"""How the parts of our addresses are written."""


class Key:
    """A row's number, as large as the database's own."""

    regex = r"[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class Digest:
    """A SHA-256, in hexadecimal digits."""

    regex = r"[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Passage:
    """A passage's number, with its mark: p-14."""

    regex = r"p-[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> int:
        return int(value.removeprefix("p-"))

    def to_url(self, value: int) -> str:
        return f"p-{value}"


class UnicodeSlug:
    """A slug in any script."""

    regex = r"[-\w]{1,100}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
