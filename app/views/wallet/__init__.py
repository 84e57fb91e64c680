"""The wallet: service fees of the seals, payments, invoices and their titles."""
