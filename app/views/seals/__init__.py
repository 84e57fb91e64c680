"""Seals: the list with what each last said, one of them, connecting to it, and binding a new one."""
