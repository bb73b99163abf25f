"""The agreement room."""
