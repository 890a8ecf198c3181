"""What Streamlit runs at every click: the frame, and in it the page that the address names."""

from assistant.ui import show

show()
