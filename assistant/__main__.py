"""`python -m assistant COMMAND`."""

from assistant.cli import main

main()
