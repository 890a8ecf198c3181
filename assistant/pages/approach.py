"""The page that finds the approach."""

from assistant.ui_approach import show

show()
