"""A stand-in for BNN-PYNQ's package: checks what it is given, prints the lines of the LFC notebook, and gives classes from a file.

STAND_IN_CLASSES names that file, one class a line. STAND_IN_LINES may replace what is printed.
"""
import os
import struct

NETWORK_LFCW1A1, NETWORK_LFCW1A2 = "lfcW1A1", "lfcW1A2"
NETWORK_CNVW1A1, NETWORK_CNVW1A2, NETWORK_CNVW2A2 = "cnvW1A1", "cnvW1A2", "cnvW2A2"
RUNTIME_HW = "python_hw"

MICROSECONDS_PER_IMAGE = 2.804


class Classifier:
    def __init__(self, network, params, runtime):
        assert runtime == RUNTIME_HW
        folder = os.path.join(params, network)
        with open(os.path.join(folder, "classes.txt")) as file:
            self.classes = file.read().splitlines()
        assert os.path.getsize(os.path.join(folder, "0-0-weights.bin")) > 0

    def classify(self, images):
        with open(os.environ["STAND_IN_CLASSES"]) as file:
            classes = [int(line) for line in file][:images]
        micros = images * MICROSECONDS_PER_IMAGE
        lines = "Inference took %.2f microseconds, %.2f usec per image\nClassification rate: %.2f images per second" % (
            micros, micros / images, 1e6 * images / micros)
        print(os.environ.get("STAND_IN_LINES", lines))
        return classes


class LfcClassifier(Classifier):
    def classify_mnists(self, path):
        with open(path, "rb") as file:
            magic, images, rows, columns = struct.unpack(">IIII", file.read(16))
            pixels = file.read()
        assert magic == 0x803 and len(pixels) == images * rows * columns
        return self.classify(images)


class CnvClassifier(Classifier):
    def classify_cifars(self, path):
        size = os.path.getsize(path)
        assert size % 3073 == 0
        return self.classify(size // 3073)
