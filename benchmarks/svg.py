"""Draw a bar chart as SVG without a library."""

from __future__ import annotations

from html import escape

ROW, LEFT, WIDTH = 30, 320, 760


def bars(title: str, values: dict[str, float]) -> str:
    """Return horizontal bars, one for each name, wiredesk's in colour; readable on light and dark pages."""
    most = max(values.values())
    height = 50 + ROW * len(values)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        'font-family="sans-serif" font-size="13">',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="12" y="26" font-size="15" font-weight="bold" fill="#222">{escape(title)}</text>',
    ]
    for row, (name, value) in enumerate(values.items()):
        y = 44 + ROW * row
        length = value / most * (WIDTH - LEFT - 70)
        colour = "#0b6e4f" if name.startswith("wiredesk") else "#9aa5ad"
        parts += [
            f'<text x="{LEFT - 10}" y="{y + 14}" text-anchor="end" fill="#222">{escape(name)}</text>',
            f'<rect x="{LEFT}" y="{y}" width="{length:.0f}" height="20" fill="{colour}"/>',
            f'<text x="{LEFT + length + 6:.0f}" y="{y + 14}" fill="#222">{value:.1f}</text>',
        ]
    return "\n".join([*parts, "</svg>", ""])
