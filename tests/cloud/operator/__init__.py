"""The operator's pages, asked as a browser asks, and in a browser."""
