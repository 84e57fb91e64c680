"""The API for a company's own systems, read with tokens: /api/v1 (docs/api.md)."""
