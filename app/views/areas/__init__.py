"""Where a seal may be used: typed or drawn, and kept under a name (R-112, R-285)."""
