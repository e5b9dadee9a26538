"""`python -m calculators` is the command line."""

import sys

from calculators.cli import main

sys.exit(main())
