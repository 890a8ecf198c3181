"""The page for those who run Floke."""

from assistant.ui_quality import show

show()
