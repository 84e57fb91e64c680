"""Sealing a PDF under an authorization of mode electronic, and checking any PDF that was sealed (R-108, C-26)."""
