"""The page with Floke's texts."""

from assistant.ui_sources import show

show()
