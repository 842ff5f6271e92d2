"""The people who answer: persons, teams, brands, languages."""
