"""`python -m linli.verify BUNDLE.zip`."""

import sys

from linli.verify import main

sys.exit(main(sys.argv[1:]))
