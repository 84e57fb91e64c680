"""The user guide: a window of its own, beside the work that it tells about."""
