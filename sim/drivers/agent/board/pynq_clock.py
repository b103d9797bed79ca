"""Prints the clock of a PYNQ board, and the version of its package. Argument: the name of the clock."""
import sys

import pynq

print("qcycle clock %r MHz" % getattr(pynq.Clocks, sys.argv[1]))
print("qcycle pynq %s" % pynq.__version__)
