"""Service outlets near a place."""
