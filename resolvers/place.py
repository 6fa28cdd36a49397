"""Computed fields of places."""


def address_label(thoroughfare: str, locator_designator: str, post_code: str) -> str:
    """Street, number and post code in one short line: `和平路 12 号 · 990101`."""
    return f"{thoroughfare} {locator_designator} · {post_code}"
