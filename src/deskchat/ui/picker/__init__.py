"""Choosing a model: what there is, what it costs, what it would see."""
