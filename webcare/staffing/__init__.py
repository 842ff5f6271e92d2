"""Who should be here, and what becomes of the customers' waiting if they are: a floor, simulated with the real policy."""
