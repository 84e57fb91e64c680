"""Sealing a PDF with a seal (R-108, C-26), and checking one that was sealed.

`looking`, `preparing` and `checking` read what strangers made: they run in a process of their own (`apart`). `sealing`
is what a person does; the rest is arithmetic and formats.
"""
