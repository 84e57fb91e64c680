"""The organization: its departments and members as a tree, one of them beside it, and what may be done with it."""
