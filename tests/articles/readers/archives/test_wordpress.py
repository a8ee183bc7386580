import pytest

from articles.readers.archives.wordpress import content, with_paragraphs


def lines(html: str) -> str:
    return html.replace("\n", "")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One.\n\nTwo,\nstill two.", "<p>One.</p><p>Two,<br>still two.</p>"),
        ("One.\r\n\r\nTwo.", "<p>One.</p><p>Two.</p>"),
        ("One.\n \n\n\nTwo.", "<p>One.</p><p>Two.</p>"),
        ("One<br />\ntwo", "<p>One<br />two</p>"),
        ("One.\n<h2>Two</h2>\nThree.", "<p>One.</p><h2>Two</h2><p>Three.</p>"),
        (
            "<blockquote>One.\n\nTwo.</blockquote>",
            "<blockquote><p>One.</p><p>Two.</p></blockquote>",
        ),
        ("<ul>\n<li>One</li>\n</ul>", "<ul><li>One</li></ul>"),
        ("<p>One.</p>\n\n<p>Two.</p>", "<p>One.</p><p>Two.</p>"),
        (
            "https://film.example/7",
            '<p><a href="https://film.example/7">https://film.example/7</a></p>',
        ),
        ("</div>One.</p>", "</div><p>One.</p></p>"),
    ],
)
def test_blank_lines_part_paragraphs(text: str, html: str) -> None:
    assert lines(with_paragraphs(text)) == html


def test_code_keeps_its_lines() -> None:
    assert with_paragraphs("<pre>one\n\ntwo</pre>") == "<pre>one\n\ntwo</pre>"


def test_block_comments_are_nothing_that_can_be_read() -> None:
    text = """<!-- wp:heading {"level":3} -->
<h3>One</h3>
<!-- /wp:heading -->

<!-- wp:paragraph -->
<p>Two.</p>
<!-- /wp:paragraph -->
<!-- wp:latest-posts /-->
<!--more-->"""
    assert lines(content(text)[0]) == "<h3>One</h3><p>Two.</p>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            '[caption id="a_1" width="300"]<img src="x.jpg" /> The quay[/caption]',
            '<figure><img src="x.jpg" /><figcaption>The quay</figcaption></figure>',
        ),
        (
            '[caption caption="The quay"]<a href="y"><img src="x.jpg" /></a>[/caption]',
            '<figure><a href="y"><img src="x.jpg" /></a><figcaption>The quay</figcaption></figure>',
        ),
        (
            "[embed]https://film.example/7[/embed]",
            '<p><a href="https://film.example/7">https://film.example/7</a></p>',
        ),
        (
            '[audio mp3="https://harbour.example/horn.mp3"][/audio]',
            '<p><a href="https://harbour.example/horn.mp3">https://harbour.example/horn.mp3</a></p>',
        ),
        ('[vc_row][vc_column width="1/2"]One.[/vc_column][/vc_row]', "<p>One.</p>"),
        ("He said [sic] this [1] and […].", "<p>He said [sic] this [1] and […].</p>"),
        ("Write [[gallery]] for it.", "<p>Write [gallery] for it.</p>"),
        ('<pre>[gallery ids="1"]</pre>', '<pre>[gallery ids="1"]</pre>'),
    ],
)
def test_shortcodes_become_what_they_stand_for(text: str, html: str) -> None:
    assert lines(content(text)[0]) == html


def test_what_only_a_plugin_could_show_is_named() -> None:
    html, lost = content('One.\n\n[gallery ids="1,2"]\n\n[contact_form id="7"]')
    assert lines(html) == "<p>One.</p>"
    assert lost == ("gallery", "contact_form")
