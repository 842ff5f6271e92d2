"""The people who write: handles on networks, and customers behind them."""
