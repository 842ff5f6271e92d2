"""Promises in time: opening hours, deadlines and the figures that tell whether we kept them."""
