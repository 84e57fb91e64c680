"""The way to a seal: links, the secure session, the verbs of a seal."""
