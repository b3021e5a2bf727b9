"""What WeasyPrint asks of a style again for each box: hundreds of boxes share one, and it does not change any more.

Like the mend of the text layer this rests on private parts of WeasyPrint 70: see `text_layer`; installed by `speed`.
"""

from collections.abc import Callable, Iterator
from typing import Any


def once_per_style(work_out: Callable[..., Any]) -> Callable[..., Any]:
    """Remember what was worked out for a style: hundreds of elements share one, and it does not change any more."""

    def remembered(style: Any, **named: Any) -> Any:
        # Under the name and the arguments, since two of them must not share a memory.
        key = (work_out, *named.values()) if named else work_out
        known = style.__dict__
        if key not in known:
            known[key] = work_out(style, **named)
        return known[key]

    return remembered


_LENGTHS = (
    *(f"{what}_{side}" for what in ("margin", "padding") for side in ("left", "right", "top", "bottom")),
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
)
_BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))


def _absolute_lengths(style: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Return the used lengths and borders of boxes of the style, or None where they depend on the box around."""
    lengths = {name: style[name] for name in _LENGTHS}
    relative = any(length not in (None, "auto") and getattr(length, "unit", "") != "px" for length in lengths.values())
    if relative or style["box_sizing"] != "content-box":
        return None
    used = {name: length if length in (None, "auto") else length.value for name, length in lengths.items()}
    for name in ("min_width", "min_height"):
        used[name] = 0 if used[name] == "auto" else used[name]
    return used, {name: style[name] for name in _BORDERS}


def with_absolute_lengths(resolve: Callable[..., None]) -> Callable[..., None]:
    """Copy lengths that no percentage touches from the style: nearly all boxes, several times each."""
    absolute_lengths = once_per_style(_absolute_lengths)

    def resolved(box: Any, containing_block: Any) -> None:
        known = absolute_lengths(box.style)
        if known is None:
            resolve(box, containing_block)
            return
        lengths, borders = known
        # A collapsed border was settled between the cells before.
        if box.style["border_collapse"] != "collapse" or "border_top_width" not in box.__dict__:
            box.__dict__.update(borders)
        box.__dict__.update(lengths)

    return resolved


def with_square_corners(resolve: Callable[..., None]) -> Callable[..., None]:
    """Settle the corners of a box at once where its style rounds none of them: four look-ups for each box on paper."""
    corners = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))
    is_square = once_per_style(lambda style: all((0, "px") in style[corner] for corner in corners))

    def resolved(box: Any) -> None:
        if not is_square(box.style):
            resolve(box)
            return
        # Set one by one: what stands for a box outside the flow hands attributes on to it.
        for corner in corners:
            setattr(box, corner, (0, 0))

    return resolved


def with_shared_languages(find: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    """Give elements of one language one declaration of it, so that they can share their style."""

    def found(*arguments: Any, **named: Any) -> Iterator[Any]:
        languages: dict[str, Any] = {}
        for specificity, element, declarations, base_url in find(*arguments, **named):
            # One with a style of its own shares nothing: WeasyPrint tells styles apart by the last declaration alone.
            is_shared = element.get("lang") and not element.get("style")
            if is_shared and [getattr(one, "name", "") for one in declarations] == ["-weasy-lang"]:
                declarations = languages.setdefault(element.get("lang"), declarations)
            yield specificity, element, declarations, base_url

    return found


def with_shared_pages(set_styles: Callable[..., None]) -> Callable[..., None]:
    """Give pages alike one set of styles: each has nineteen, most of them for margins where nothing stands."""

    def set_or_share(page_type: Any, html: Any, style_for: Any) -> None:
        selectors = (rule[1] for sheet, *_ in style_for._sheets for rule in sheet.page_rules)
        if any(selector[2].index for listed in selectors for selector in listed):
            # A rule for every third page, say: none is like another.
            set_styles(page_type, html, style_for)
            return
        alike = style_for.__dict__.setdefault("pages_alike", {})
        kind = (page_type.side, page_type.blank, page_type.name, page_type.index == 0)
        styles = style_for.get_computed_styles()
        if kind in alike:
            styles.update({(page_type, box): style for box, style in alike[kind].items()})
            return
        set_styles(page_type, html, style_for)
        alike[kind] = {box: style for (element, box), style in styles.items() if element == page_type}

    return set_or_share


def in_normal_flow(box: Any) -> bool:
    """Return whether the box stands where its text stands, asked of a style once instead of by five questions a box."""
    return bool(_is_in_flow(box.style))


@once_per_style
def _is_in_flow(style: Any) -> bool:
    return style["float"] == "none" and style["position"] in ("static", "relative")


def color_of(style: Any, key: str) -> Any:
    """Return a colour, or the colour of the text where it says so; WeasyPrint compares colours with words."""
    color = style[key]
    return style["color"] if isinstance(color, str) and color == "currentcolor" else color
