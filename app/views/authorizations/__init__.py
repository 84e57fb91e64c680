"""Authorizations: the page that lists them, and the dialog that issues them."""
