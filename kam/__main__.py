"""Run the command line: ``python -m kam COMMAND``."""

import sys

from kam.cli import main

sys.exit(main(sys.argv[1:]))
