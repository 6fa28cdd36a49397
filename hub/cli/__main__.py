"""`python -m hub.cli` is the command `domicile`."""

from hub.cli import main

main()
