"""The service that consoles and seals talk to: one file per conversation."""
