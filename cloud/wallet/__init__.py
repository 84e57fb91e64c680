"""Money: tariffs, orders, payments and their ledger, invoices."""
