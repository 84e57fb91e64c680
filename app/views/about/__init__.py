"""Customer service, what the seals are, who we are, agreements, version, licences."""
