"""Contrast of all pairs of colours that text and its ground have, by WCAG 2.2, in both schemes."""

import re
from pathlib import Path

import pytest

import hearsay.site

STYLE = (Path(hearsay.site.__file__).parent / "static" / "style.css").read_text(encoding="utf-8")
GROUNDS = ("paper", "raised", "said", "denied", "source", "unnamed")
TEXT_PAIRS = [("ink", ground) for ground in GROUNDS] + [
    (text, ground) for text in ("muted", "link", "fault") for ground in ("paper", "raised")
] + [("paper", "accent")]
SHAPE_PAIRS = [("accent", ground) for ground in ("paper", "source", "unnamed", "said", "denied")]


def colours(scheme: str) -> dict[str, str]:
    """Return the custom properties of a scheme; the dark one overrides the light one."""
    light, dark = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    return found | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark)) if scheme == "dark" else found


def luminance(colour: str) -> float:
    channels = (int(colour[index:index + 2], 16) / 255 for index in (1, 3, 5))
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_is_that_of_wcag():
    assert round(contrast("#ffffff", "#000000"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_can_be_read(scheme, text, ground):
    found = colours(scheme)
    assert contrast(found[text], found[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPE_PAIRS)
def test_lines_and_bars_can_be_seen(scheme, shape, ground):
    found = colours(scheme)
    assert contrast(found[shape], found[ground]) >= 3


def test_both_schemes_name_the_same_colours():
    assert len(colours("light")) == len(re.findall(r"--[\w-]+: #[0-9a-f]{6};", STYLE)) / 2


def test_no_colour_is_used_that_was_not_checked():
    used = set(re.findall(r"var\(--([\w-]+)\)", STYLE))
    checked = {name for pair in [*TEXT_PAIRS, *SHAPE_PAIRS] for name in pair}
    assert used - checked == {"rule"}  # thin lines between rows, which nothing depends on
    assert not re.search(r"(?<!-)#[0-9a-f]{3,8}\b", STYLE.split("* { box-sizing", 1)[1])
