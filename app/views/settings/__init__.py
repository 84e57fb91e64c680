"""Settings of this console and of the person: one file for each card."""
