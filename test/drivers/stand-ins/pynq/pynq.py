"""A stand-in for the package pynq of a board: only its clocks."""
import os

__version__ = "0.0-stand-in"


class Clocks:
    fclk0_mhz = float(os.environ.get("STAND_IN_CLOCK_MHZ", "100.0"))
    fclk2_mhz = fclk0_mhz
