"""The cloud's database: the only place that speaks SQL."""
