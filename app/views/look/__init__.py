"""The look: one set of design tokens -> one palette, one style sheet, and the colours of the painted widgets."""

from app.views.look.theme import Look, Scheme
from app.views.look.tokens import DARK, LIGHT, Size, Tokens, Tone, tokens_now

__all__ = ["DARK", "LIGHT", "Look", "Scheme", "Size", "Tokens", "Tone", "tokens_now"]
