"""The lock (C-37): what locks the console, what is seen while it is locked, and how it opens again."""
