"""Guidelines become HTML that can neither run nor load anything."""

import pytest

from workbench.projects.markdown import render_markdown


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&#58;alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "![x](https://elsewhere.example/track.png)",
        '<a href="https://x.example" onclick="alert(1)">x</a>',
        "<style>body{display:none}</style>",
        "<iframe src=//evil.example></iframe>",
        "[x]: javascript:alert(1)\n\n[x]",
        "```<script>\nalert(1)</script>\n```",
        '| a |\n| - |\n| <svg onload="alert(1)"> |',
    ],
)
def test_nothing_runs_and_nothing_loads(attack: str) -> None:
    html = str(render_markdown(attack)).lower()
    for forbidden in (
        "<script",
        "<img",
        "<svg",
        "<iframe",
        "<style",
        'href="javascript',
        'href="data',
    ):
        assert forbidden not in html
    assert "<a onclick" not in html
    assert "src=" not in html.replace("&lt;img src=x", "").replace("&lt;iframe src=", "")


def test_markdown_is_drawn() -> None:
    html = str(render_markdown("# One\n\n- **a**\n- *b*\n\n| x |\n| - |\n| y |"))
    assert "<h2>One</h2>" in html
    assert "<li><strong>a</strong></li>" in html
    assert "<td>y</td>" in html


def test_links_do_not_vouch_for_where_they_lead() -> None:
    html = str(render_markdown("[words](https://example.org)"))
    assert html.strip() == (
        '<p><a href="https://example.org" rel="nofollow noopener noreferrer">words</a></p>'
    )


def test_an_image_is_replaced_by_its_words() -> None:
    assert str(render_markdown('![a "map" & <more>](x.png)')).strip() == (
        '<p>a "map" &amp; &lt;more&gt;</p>'
    )


def test_deep_headings_stay_headings() -> None:
    assert "<h6>deep</h6>" in str(render_markdown("###### deep"))
