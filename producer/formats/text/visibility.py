"""Remove from HTML what a reader does not see: preheaders of mails, text for search engines, closed dialogs.

Only what the document itself states counts: the attribute ``hidden``, inline styles, and those rules of its ``style``
elements that name one class or id.  An element whose box is not drawn is removed as a whole.  Size of type, colour and
``visibility`` are inherited; a descendant with a value of its own is seen (mails set ``font-size:0`` around columns).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

MAX_STYLE_CHARS = 100_000
"""Characters of style sheets that are read; hidden parts are named at the beginning of those of mails."""
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)
_RULE = re.compile(r"([^{}@;]{1,400})\{([^{}]{0,2000})\}")
_CONDITIONAL = re.compile(r"@[^{};]{0,200}\{(?:[^{}]*+\{[^{}]*+\})*+[^{}]*+\}")
_SIMPLE = re.compile(r"\s*(?:[a-z]+\d?)?([.#][\w-]{1,100})\s*\Z", re.IGNORECASE)
_ZERO = re.compile(r"0*\.?0+(?:px|pt|em|rem|%|ex|vh|vw)?\Z")
_TINY = re.compile(r"(?:0*\.?0+|0*1|0*\.\d+)(?:px|pt)?\Z")
_FAR = re.compile(r"-\d{3,}(?:\.\d+)?(?:px|pt|em|rem|%)?\Z")
MAX_DECLARATIONS_CHARS = 2_000
"""Characters of an element's style that are read; what hides text is short."""
_MAIN = ("h1", "article", "main")
_WHITE = {"white": "#ffffff", "black": "#000000"}
_SHOWN_TO_EARS = frozenset(("sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screenreader-only"))
"""Classes whose text is for screen readers only by a convention of many style sheets, which stand elsewhere."""
_NEVER = frozenset(("html", "head", "body", "wire-body"))
"""Elements that are shown once their scripts have run; the page as a whole is never invisible."""

Box = Literal["none", "faded", "seen", ""]


@dataclass(frozen=True, slots=True)
class _Type:
    """How text is set, which an element inherits from its parent."""

    tiny: bool = False
    hidden: bool = False
    colour: str = ""
    ground: str = ""

    @property
    def unseen(self) -> bool:
        return (
            self.tiny
            or self.hidden
            or self.colour == "transparent"
            or (self.colour != "" and self.colour == self.ground)
        )


_PLAIN = _Type()


def may_hide(root: Any) -> bool:
    """Return whether a tree has anything that could make text invisible; quick, as most bodies have nothing."""
    for element in root.iter():
        attributes = element.attrib
        if attributes and ("style" in attributes or "hidden" in attributes or "class" in attributes):
            return True
        if element.tag == "dialog":
            return True
    return False


def remove_invisible(root: Any) -> bool:
    """Remove invisible text from a tree; return whether something was removed.

    A document of which nothing would be left is kept: scripts show it, or its style is damaged.
    """
    hidden, unseen = _invisible(root)
    if not hidden and not unseen:
        return False
    gone = {inner for element in hidden for inner in element.iter()}
    if not any(_has_text(element, gone, unseen) for element in root.iter()):
        return False
    for element in unseen:
        element.text = None
        for child in element:
            child.tail = None
    for element in hidden:
        drop_element(element)
    return True


def _invisible(root: Any) -> tuple[list[Any], set[Any]]:
    """Return the elements whose boxes are not drawn, and those whose own text is not seen."""
    sheet = dict(_sheet_rules(root))
    main: set[Any] = set()
    if root.find(".//*[@style]") is not None or sheet:
        main = _around_main(root)
    hidden: list[Any] = []
    unseen: set[Any] = set()
    types: dict[Any, _Type] = {}
    for element in root.iter():
        tag, attributes = element.tag, element.attrib
        if not isinstance(tag, str):
            continue
        type_ = types.get(element.getparent(), _PLAIN) if types else _PLAIN
        if (attributes or tag == "dialog") and element is not root and tag not in _NEVER:
            if _is_hidden(element, attributes, sheet, main):
                hidden.append(element)
            type_ = _type(type_, attributes)
        if type_ is not _PLAIN:
            types[element] = type_
            if type_.unseen:
                unseen.add(element)
    return hidden, unseen


def _is_hidden(element: Any, attributes: Any, sheet: dict[str, Box], main: set[Any]) -> bool:
    tag = element.tag
    if "hidden" in attributes or (tag == "dialog" and "open" not in attributes):
        return True
    classes = attributes.get("class", "").split()
    if not _SHOWN_TO_EARS.isdisjoint(classes):
        return True
    style = attributes.get("style")
    found = box_of(style) if style else ""
    if not found and sheet:
        names = (*(f".{name}" for name in classes), f"#{attributes.get('id', '')}")
        found = next((sheet[name] for name in names if name in sheet), "")
    return found == "none" or (found == "faded" and element not in main)


def _around_main(root: Any) -> set[Any]:
    """Return the elements that hold the page's main part, which a script may fade in."""
    found: set[Any] = set()
    for element in root.iter(*_MAIN):
        while element is not None and element not in found:
            found.add(element)
            element = element.getparent()
    return found


def _declarations(style: str) -> dict[str, str]:
    css: dict[str, str] = {}
    for declaration in style[:MAX_DECLARATIONS_CHARS].lower().split(";"):
        name, _, value = declaration.partition(":")
        if value := value.replace("!important", "").strip():
            css[name.strip()] = value
    return css


def box_of(style: str) -> Box:
    """Return what declarations say of an element's box.

    ``none``: it is not drawn; ``faded``: it is not drawn, as long as no script shows it; ``seen``: it is displayed;
    empty if they say nothing.
    """
    css = _declarations(style)
    if _no_box(css):
        return "none"
    if _is_zero(css.get("opacity")):
        return "faded"
    return "seen" if "display" in css else ""


def _type(inherited: _Type, attributes: Any) -> _Type:
    """Return how the text of an element is set."""
    style, ground = attributes.get("style"), _colour(attributes.get("bgcolor", "").lower())
    if not style and not ground:
        return inherited
    css = _declarations(style or "")
    size, visibility = css.get("font-size"), css.get("visibility")
    found = inherited
    if size is not None and not size.endswith(("em", "%")):
        found = replace(found, tiny=_is_tiny(size))
    elif size is not None and _is_zero(size):
        found = replace(found, tiny=True)
    if visibility is not None:
        found = replace(found, hidden=visibility in ("hidden", "collapse"))
    ground = _colour(css.get("background-color") or css.get("background")) or ground
    if ground:
        found = replace(found, ground=ground)
    if colour := _colour(css.get("color")):
        found = replace(found, colour=colour)
    return found


def _no_box(css: dict[str, str]) -> bool:
    clipped = css.get("overflow", "").startswith(("hidden", "clip"))
    out = css.get("position") in ("absolute", "fixed")
    return (
        css.get("display") == "none"
        or css.get("mso-hide") == "all"
        or _is_zero(css.get("max-height"))
        or _is_zero(css.get("max-width"))
        or (clipped and (_is_tiny(css.get("height")) or _is_tiny(css.get("width"))))
        or css.get("clip", "").replace(" ", "").startswith(("rect(0", "rect(1px,1px"))
        or (out and any(_is_far(css.get(side)) for side in ("left", "top", "right")))
        or _is_far(css.get("text-indent"))
    )


def _is_zero(value: str | None) -> bool:
    return value is not None and _ZERO.match(value) is not None


def _is_tiny(value: str | None) -> bool:
    return value is not None and _TINY.match(value) is not None


def _is_far(value: str | None) -> bool:
    return value is not None and _FAR.match(value) is not None


def _colour(value: str | None) -> str:
    """Return a colour in one spelling; empty for none, and for one that is not a plain value."""
    text = "".join((value or "").split())
    text = _WHITE.get(text, text)
    if match := re.fullmatch(r"rgba?\((\d{1,3}),(\d{1,3}),(\d{1,3})(?:,([\d.]{1,6})%?)?\)", text):
        if match[4] is not None and not float(match[4].strip(".") or 0):
            return "transparent"
        return "#" + "".join(f"{int(match[n]):02x}" for n in (1, 2, 3))
    if re.fullmatch(r"#[0-9a-f]{3}", text):
        return "#" + "".join(digit * 2 for digit in text[1:])
    return text if re.fullmatch(r"#[0-9a-f]{6}|[a-z]{3,20}", text) else ""


def _sheet_rules(root: Any) -> Iterator[tuple[str, Box]]:
    """Yield class or id and state of the simple rules in the document's style sheets that hide a box."""
    for element in root.iter("style"):
        text = (element.text or "")[:MAX_STYLE_CHARS]
        if "none" not in text and "hidden" not in text and "0" not in text:
            continue
        for selectors, declarations in _RULE.findall(_CONDITIONAL.sub(" ", _COMMENT.sub(" ", text))):
            if box_of(declarations) == "none":
                for selector in selectors.split(","):
                    if match := _SIMPLE.match(selector):
                        yield match[1], "none"


def _has_text(element: Any, gone: set[Any], unseen: set[Any]) -> bool:
    if element in gone or not isinstance(element.tag, str) or element.tag in ("style", "script", "title", "head"):
        return False
    if element in unseen:
        return False
    texts = (element.text, *(child.tail for child in element))
    return any(text and text.strip() for text in texts)


def drop_element(element: Any) -> None:
    """Remove an element; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if tail := element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + tail
        else:
            before.tail = (before.tail or "") + tail
    parent.remove(element)
