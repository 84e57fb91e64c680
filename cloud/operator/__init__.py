"""The operator's pages: in the browser, at an address of their own, for the people who run it (decision 0063)."""
