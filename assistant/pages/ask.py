"""The page where one asks; Streamlit runs this file anew for each click, so everything stands in `assistant.ui`."""

from assistant.ui import show

show()
