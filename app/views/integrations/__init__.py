"""A company's own systems: tokens with which they read, and webhooks by which they are told what happens."""
