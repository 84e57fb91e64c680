"""The console's local database: tables, queries, outbox, migrations."""
