"""Usage records: the list of impressions, and one of them with its photo."""
