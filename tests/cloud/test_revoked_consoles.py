"""What of a person's consoles a seal is told: which may go on without news, and which are to open nothing any more."""
