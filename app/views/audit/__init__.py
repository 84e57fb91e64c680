"""The audit log: who did what when, what came of it, and whether the log is whole."""
