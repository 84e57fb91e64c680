"""Screens: Qt, and only here; each with its item model, named after its feature."""
