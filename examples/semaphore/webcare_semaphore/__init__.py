"""Semaphore, a network whose people signal to each other from towers. For a real network: one sentence about it."""
