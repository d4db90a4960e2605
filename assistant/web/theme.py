"""How Gradio's own parts look: the colours of ``page.css``, the reader's system font."""

import gradio as gr

PAPER = ("#fbfaf7", "#14191d")
INK = ("#1c2329", "#e8ebec")
"""Light and dark; the document is painted with these two before any style sheet is read."""

FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif'

_COLOURS = {
    "background_fill_primary": "var(--paper)",
    "background_fill_secondary": "var(--sunk)",
    "block_background_fill": "var(--paper)",
    "block_label_text_color": "var(--ink)",
    "block_title_text_color": "var(--ink)",
    "block_info_text_color": "var(--soft)",
    "body_text_color_subdued": "var(--soft)",
    "border_color_primary": "var(--line)",
    "border_color_accent": "var(--accent)",
    "color_accent_soft": "var(--tint)",
    "input_background_fill": "var(--surface)",
    "input_border_color": "var(--edge)",
    "input_border_color_focus": "var(--accent)",
    "input_placeholder_color": "var(--soft)",
    "link_text_color": "var(--accent)",
    "button_primary_background_fill": "var(--accent)",
    "button_primary_background_fill_hover": "var(--accent-strong)",
    "button_primary_text_color": "var(--on-accent)",
    "button_secondary_background_fill": "transparent",
    "button_secondary_background_fill_hover": "var(--tint)",
    "button_secondary_text_color": "var(--accent)",
}


def page_theme() -> gr.themes.Base:
    """The theme; a function, so that importing this module makes nothing."""
    theme = gr.themes.Base(font=[], font_mono=[])
    theme.font = FONT
    theme.font_mono = "ui-monospace, monospace"
    return theme.set(
        body_background_fill=PAPER[0],
        body_background_fill_dark=PAPER[1],
        body_text_color=INK[0],
        body_text_color_dark=INK[1],
        **_COLOURS,
        **{f"{name}_dark": colour for name, colour in _COLOURS.items()},
    )
