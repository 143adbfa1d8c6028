"""Chapters of the page: figures into sentences, pictures and tables of numbers."""
