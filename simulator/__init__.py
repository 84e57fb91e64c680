"""A seal without hardware: firmware, virtual radio, peripheral, window, factory."""
