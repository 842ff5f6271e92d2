"""The widget's side of the house: its script, its panel, and the door through which visitors write."""
