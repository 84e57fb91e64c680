"""Settings of this console, one card a file."""
