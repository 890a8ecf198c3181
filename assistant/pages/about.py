"""The page about Floke."""

from assistant.ui_about import show

show()
