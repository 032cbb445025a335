"""``python -m ml align INPUT_DIR OUTPUT_DIR``; see ``ml.cli``."""

import sys

from ml.cli import main

if __name__ == "__main__":
    sys.exit(main())
