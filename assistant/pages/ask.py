"""The page where one asks."""

from assistant.ui_ask import show

show()
