"""My applications: what I applied for and how far it is, one of them, and the form for a new one."""
