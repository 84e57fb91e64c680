"""Acts up, changes down, photos beside them."""
