"""The page with the reader's own conversations."""

from assistant.ui_conversations import show

show()
