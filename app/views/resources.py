"""Where the files beside the code lie: icons, translations, map, style sheet."""

from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2] / "resources"  # the same in a checkout and in an installed program


def resource(*parts: str) -> Path:
    """The path of a resource, e.g. ``resource("icons", "signet.svg")``."""
    return _ROOT.joinpath(*parts)
