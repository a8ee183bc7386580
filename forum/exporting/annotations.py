"""Quotes as annotations of the W3C's Web Annotation model, and back. Pure.

The target says where the words stand: a version of the article by its address, or a comment, and
in it the place by the words (TextQuoteSelector) and by characters (TextPositionSelector, in the
article's passages joined by empty lines, or in the comment's own words as plain text). What the
site found out about the quote stands under `rejoinder`, which the model leaves to us.
"""

from typing import Any

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
OURS = (
    *("comment", "on", "revision_of", "revision", "ordinal", "fidelity", "label", "href"),
    *("article", "article_version", "quoted_comment", "quoted_version", "passages", "segments"),
)


def as_annotation(quote: dict[str, Any]) -> dict[str, Any]:
    """The line of a quote that is known by the keys of its `Kind`."""
    return {
        "@context": CONTEXT,
        "id": _address(quote),
        "type": "Annotation",
        "motivation": "commenting",
        "body": {
            "type": "TextualBody",
            "format": "text/plain",
            "value": quote["words"],
        },
        "target": _target(quote),
        "rejoinder": {key: quote[key] for key in OURS if key in quote},
    }


def from_annotation(line: dict[str, Any]) -> dict[str, Any]:
    """Raises KeyError or TypeError if it isn't one of ours."""
    place = {"start": None, "end": None, "exact": "", "prefix": "", "suffix": ""}
    if isinstance(line["target"], dict):
        words, position = line["target"]["selector"]
        place = {
            **{key: words[key] for key in ("exact", "prefix", "suffix")},
            **{key: position[key] for key in ("start", "end")},
        }
    return {**line["rejoinder"], **place, "words": line["body"]["value"]}


def _address(quote: dict[str, Any]) -> str:
    place = f"quote-{quote['ordinal'] + 1}"
    if quote["revision"]:
        return f"/comments/{quote['comment']}/history/#version-{quote['revision']}-{place}"
    return f"/comments/{quote['comment']}/#{place}"


def _target(quote: dict[str, Any]) -> Any:
    """Without a source that was found it is what the quoter linked to, else the whole article."""
    if quote["start"] is None:
        return quote["href"] or f"/articles/{quote['on']}/"
    if quote["quoted_comment"]:
        source = f"/comments/{quote['quoted_comment']}/"
    else:
        source = f"/articles/{quote['article']}/versions/{quote['article_version']}/"
    words = {key: quote[key] for key in ("exact", "prefix", "suffix")}
    return {
        "source": source,
        "selector": [
            {"type": "TextQuoteSelector", **words},
            {"type": "TextPositionSelector", "start": quote["start"], "end": quote["end"]},
        ],
    }
