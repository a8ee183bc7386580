import pytest

from forum.templatetags.devices import device


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox on Linux",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/140 Safari/537 Edg/140",
            "Edge on Windows",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18 like Mac OS X) Safari/605", "Safari on an iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140 Mobile Safari/537", "Chrome on Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) Version/18 Safari/605", "Safari on a Mac"),
        ("curl/8.5", "A browser"),
        ("<b>visit evil.example</b>", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_device_is_named_in_our_words_only(user_agent: str, words: str) -> None:
    assert device(user_agent) == words
