"""The stream that tells open screens what changed."""
