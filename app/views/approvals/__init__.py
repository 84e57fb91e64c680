"""Approvals: what waits for me, one application and the decision on it, and several decided at once."""
