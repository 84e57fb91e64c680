"""Several processes behind one address, on one computer: one writes, all of them read (decision 0066)."""
