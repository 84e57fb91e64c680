"""Before the first sign-in: which cloud this console works with. Loaded only then."""
