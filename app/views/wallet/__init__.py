"""The wallet: so far the titles of invoices."""
