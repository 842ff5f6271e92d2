"""`python -m webcare` is the same as `webcare`."""

import sys

from webcare.commands import main

sys.exit(main())
