"""A stand-in for the package pynq of a board: only its clocks.

STAND_IN_CLOCK_MHZ is that of an overlay that bnn has loaded, STAND_IN_FIRST_CLOCK_MHZ that before one is, as after a restart.
"""
import os
import sys

__version__ = "0.0-stand-in"


class Clocks:
    of_overlay = os.environ.get("STAND_IN_CLOCK_MHZ", "100.0")
    fclk0_mhz = float(of_overlay if "bnn" in sys.modules else os.environ.get("STAND_IN_FIRST_CLOCK_MHZ", of_overlay))
    fclk2_mhz = fclk0_mhz
