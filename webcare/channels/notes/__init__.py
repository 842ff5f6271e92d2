"""What customers say by phone or at a counter, as somebody of ours writes it down."""
