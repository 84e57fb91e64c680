"""Approval templates and seal-use categories: who approves in which order, and for which kind of use."""
