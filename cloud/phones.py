"""Phone numbers as the rules know them."""

from domain.phones import normal_phone

__all__ = ["normal_phone"]
