"""What there is in figures: how often seals were used, how long decisions took, how the seals are."""
