"""Messages: what the system tells a member, and the abnormal records of the current seal."""
