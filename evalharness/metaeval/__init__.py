"""Metric against people: does a metric deserve trust, and how much of it could be had without reading a text?"""
