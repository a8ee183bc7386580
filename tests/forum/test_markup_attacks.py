"""What people have tried elsewhere. Whoever replaces the sanitiser must pass this too."""

import re
from collections.abc import Iterator

import pytest
from bleach._vendor.html5lib import parseFragment
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from forum.markup import MAX_CHARACTERS, render
from forum.markup.sanitising import sanitise
from tests.forum.hostile_markup import HOSTILE

ATTRIBUTES = {
    "p": {"dir"},
    "li": {"dir"},
    "h3": {"dir"},
    "h4": {"dir"},
    "h5": {"dir"},
    "h6": {"dir"},
    "a": {"href", "title", "rel"},
    "ol": {"start"},
    "code": {"class"},
    **{name: set() for name in ("br", "hr", "em", "strong", "s", "pre", "blockquote", "ul")},
}
ADDRESS = re.compile(r"https?://[^/?#]|mailto:[^/]|/(?!/)|#")
FORBIDDEN_IN_ADDRESSES = re.compile(r"[\x00-\x20\x7f-\x9f\\]")

MARKDOWN = [
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a]( javascript:alert(1))",
    "[a](<javascript:alert(1)>)",
    "[a](<java\tscript:alert(1)>)",
    "[a](<\x01javascript:alert(1)>)",
    "[a](java&#x0A;script:alert(1))",
    "[a](java&Tab;script:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](&#x6A&#x61vascript:alert(1))",
    "[a](javascript&colon;alert(1))",
    "[a](javascript&#58;alert(1))",
    "[a](javascript\\:alert(1))",
    "[a](javascript%3Aalert(1))",
    "[a](javascript:1//https://example.org)",
    "[a](javascript://example.org/%0aalert(1))",
    "[a](java\u200bscript:alert(1))",
    "[a](\ufeffjavascript:alert(1))",
    "[a](\u00a0javascript:alert(1))",
    "[a](ｊavascript:alert(1))",
    "[a](vbscript:msgbox(1))",
    "[a](livescript:alert(1))",
    "[a](data:text/html,<script>alert(1)</script>)",
    "[a](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg)",
    "[a](data:image/png;base64,iVBORw0KGgo)",
    "[a](data:image/svg+xml,<svg onload=alert(1)>)",
    "[a](file:///etc/passwd)",
    "[a](blob:https://example.org/1)",
    "[a](filesystem:https://example.org/1)",
    "[a](view-source:javascript:alert(1))",
    "[a](feed:javascript:alert(1))",
    "[a](jar:https://example.org/a!/b)",
    "[a](x-javascript:alert(1))",
    "[a](tel:123)",
    "[a](sms:123)",
    "[a](intent://scan/#Intent;end)",
    "[a](//evil.example)",
    "[a](///evil.example)",
    "[a](/\\evil.example)",
    "[a](\\/evil.example)",
    "[a](</\t/evil.example>)",
    "[a](/&#x09;/evil.example)",
    "[a](/&sol;evil.example)",
    "[a](&sol;&sol;evil.example)",
    "[a](https:evil.example)",
    "[a](https:/evil.example)",
    "[a](https:\\\\evil.example)",
    "[a](?next=//evil.example)",
    '[a](https://example.org "onmouseover=alert(1)")',
    "[a](https://example.org '\" onmouseover=\"alert(1)')",
    '[a](https://example.org "&quot; onmouseover=&quot;alert(1)")',
    '[a](https://example.org/"onmouseover="alert(1))',
    "[a](https://example.org/'onmouseover='alert(1))",
    "[a](https://example.org/`onmouseover=`alert(1))",
    "[a](<https://example.org/><script>alert(1)</script>)",
    "[<script>alert(1)</script>](https://example.org)",
    "[a]: javascript:alert(1)\n\n[a]",
    '[a]: /b "</a><script>alert(1)</script>"\n\n[a]',
    "[a][b]\n\n[b]: data:text/html,1",
    "<javascript:alert(1)>",
    "<data:text/html,1>",
    '<https://example.org/"onclick=alert(1)>',
    "<mailto:a@b.c?body=<script>>",
    "https://example.org/<script>alert(1)</script>",
    'https://example.org/"onmouseover=alert(1)//',
    "javascript:alert(1)",
    "javascript://alert(1)",
    "![a](javascript:alert(1))",
    '![a](https://example.org/a.png "onerror=alert(1)")',
    '![a](https://example.org/"onerror="alert(1))',
    "![<img src=x onerror=alert(1)>](x)",
    '```"onclick="alert(1)\nx\n```',
    "```html onload=alert(1)\n<script>alert(1)</script>\n```",
    "```</code></pre><script>alert(1)</script>\nx\n```",
    "`</code><script>alert(1)</script>`",
    "    </code></pre><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "&#x3c;img src=x onerror=alert(1)&#x3e;",
    "\\<script>alert(1)\\</script>",
    "> </blockquote><script>alert(1)</script>",
    "> > <blockquote onclick=alert(1)>",
    "- </li></ul><script>alert(1)</script>",
    '1. a\n\n99999999999. <ol start="x" onclick=alert(1)>',
    "# <h1 style=position:fixed>a</h1>",
    "*<em>*</em>",
    "**<b onclick=**alert(1)>",
    "a\\\n<script>alert(1)</script>",
    "[a](/b '\n<script>')",
    "{{ 7*7 }} {% debug %} ${7*7} #{7*7}",
    "]]><script>alert(1)</script>",
    "--><script>alert(1)</script>",
    "</p></div></body></html><script>alert(1)</script>",
]

HTML = [
    "<script>alert(1)</script>",
    "<ScRiPt >alert(1)</sCrIpT>",
    "<script/src=//evil.example>",
    "<<script>alert(1)//<</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "<img src=x onerror=alert(1)//",
    '<img """><script>alert(1)</script>">',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x>",
    "<svg><a xlink:href=javascript:alert(1)><text>a</text></a></svg>",
    "<math><mtext><table><mglyph><style><img src onerror=alert(1)>",
    "<math><a xlink:href=javascript:alert(1)>a",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<style>@import '//evil.example';</style>",
    "<style><img src='</style><img src=x onerror=alert(1)>'>",
    "<textarea><img title='</textarea><img src=x onerror=alert(1)>'>",
    "<title></title><script>alert(1)</script>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'>",
    "<iframe src=javascript:alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=javascript:alert(1)>",
    "<embed src=//evil.example>",
    "<form action=javascript:alert(1)><button>a</button></form>",
    "<button formaction=javascript:alert(1)>a</button>",
    "<input autofocus onfocus=alert(1)>",
    "<select autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>a</details>",
    "<marquee onstart=alert(1)>a</marquee>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<body onload=alert(1)>",
    "<base href=//evil.example>",
    "<link rel=stylesheet href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<a href=javascript:alert(1)>a</a>",
    "<a href=' javascript:alert(1)'>a</a>",
    "<a href='java\nscript:alert(1)'>a</a>",
    "<a href='&#1;javascript:alert(1)'>a</a>",
    "<a href='javascript&colon;alert(1)'>a</a>",
    "<a href=javascript1:alert(1)>a</a>",
    "<a href=//evil.example>a</a>",
    "<a href='/\\evil.example'>a</a>",
    "<a href='/\t/evil.example'>a</a>",
    "<a href=tel:1>a</a>",
    "<a href=https://example.org onclick=alert(1) style=color:red target=_blank>a</a>",
    "<a name=x id=y class=z ping=//evil.example download>a</a>",
    "<p dir=rtl style='position:fixed' class=admin>a</p>",
    "<ol start='1 onclick=alert(1)'><li value=1>a</li></ol>",
    "<code class='language-x admin'>a</code>",
    "<blockquote cite=javascript:alert(1)>a</blockquote>",
    "<table background=javascript:alert(1)><tr><td>a</table>",
    "<div style=background:url(javascript:alert(1))>a</div>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml-stylesheet href='javascript:alert(1)'?>",
    "<!DOCTYPE html [<!ENTITY a '<script>alert(1)</script>'>]>&a;",
    "<a\x0chref=javascript:alert(1)>a</a>",
    "<p/onclick=alert(1)>a</p>",
    "\x00<script>alert(1)</script>",
    "＜script＞alert(1)＜/script＞",
    "<\u200bscript>alert(1)</\u200bscript>",
    "\ud800<script>alert(1)</script>",
]


def faults(html: str) -> Iterator[str]:
    """What a browser would find in the HTML that must not be there."""
    for element in parseFragment(html, namespaceHTMLElements=False).iter():
        name = element.tag
        if name == "DOCUMENT_FRAGMENT":
            continue
        if name not in ATTRIBUTES:
            yield f"element {name}"
        for attribute, value in element.attrib.items():
            if attribute not in ATTRIBUTES.get(name, set()):
                yield f"attribute {attribute} of {name}"
            if attribute == "dir" and value != "auto":
                yield f"direction {value}"
            if attribute == "class" and not re.fullmatch(r"language-[\w+#.-]{1,20}", value):
                yield f"class {value}"
        if name == "a" and _leads_astray(element.attrib.get("href", "")):
            yield f"address {element.attrib}"


def _leads_astray(href: str) -> bool:
    return not ADDRESS.match(href) or bool(FORBIDDEN_IN_ADDRESSES.search(href))


@pytest.mark.parametrize("source", MARKDOWN + HTML)
def test_no_comment_gets_anything_past_the_renderer(source):
    for around in ("{}", "> {}", "- {}", "# {}", "a {} b", "*{}*", "[{}](/b)", "`a` {}"):
        assert list(faults(render(around.format(source)).html)) == []


@pytest.mark.parametrize("source", HTML)
def test_html_that_somebody_types_is_shown_as_typed(source):
    shown = "".join(
        parseFragment(render(f"a {source}").html, namespaceHTMLElements=False).itertext()
    )
    assert "<" in shown or "＜" in shown


@pytest.mark.parametrize("markup", MARKDOWN + HTML)
def test_the_sanitiser_alone_would_stop_it_too(markup):
    assert list(faults(sanitise(markup.replace("\ud800", "")))) == []


def test_the_check_itself_finds_what_is_wrong():
    for html in ("<b>a</b>", "<p id=a>", "<a href=javascript:1>a</a>", "<a>a</a>", "<p dir=rtl>"):
        assert list(faults(html)) != []


SNIPPETS = st.sampled_from(MARKDOWN + HTML) | st.sampled_from(
    [
        "*",
        "**",
        "`",
        "[",
        "]",
        "(",
        ")",
        "](",
        "<",
        ">",
        "> ",
        "- ",
        "\n",
        "\n\n",
        '"',
        "'",
        "&",
        "\\",
    ]
)


@given(st.lists(SNIPPETS, max_size=8).map("".join))
def test_no_mixture_of_attacks_gets_past_either(source):
    assert list(faults(_outcome(source)[1])) == []


CODES = {
    "",
    "too_long",
    "too_many_lines",
    "too_deep",
    "too_many_openings",
    "too_many_references",
    "too_many_brackets",
    "too_many_marks",
    "too_many_links",
    "address_too_long",
    "too_many_quotes",
    "quote_too_long",
    "too_large",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_comment_is_refused_with_a_reason_or_stays_small_and_safe(name):
    source = HOSTILE[name]
    assert len(source) <= MAX_CHARACTERS
    code, html = _outcome(source)
    assert code in CODES
    assert len(html) <= 32 * len(source) + 2_000
    assert list(faults(html)) == []


def _outcome(source: str) -> tuple[str, str]:
    """The code of the limit that a source breaks, or its HTML."""
    try:
        return "", render(source).html
    except ValidationError as refused:
        return str(refused.code), ""
