"""What happens to a case, tried."""
