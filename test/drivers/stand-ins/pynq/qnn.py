"""A stand-in for QNN-MO-PYNQ's package: checks the steps of its notebooks, and gives the output from a file.

STAND_IN_OUTPUT names that file, a byte a code.
"""
import os

import numpy as np


class Dorefanet:
    def init_accelerator(self):
        self.ready = True

    def load_network(self, json_layer):
        assert self.ready and os.path.basename(json_layer) == "dorefanet-layers.json"
        return {"merge4": {"output_channels": 256, "output_dim": 6}}

    def get_accel_buffer(self, channels, dimension):
        return np.zeros(channels * dimension * dimension, dtype=np.uint8)

    def prepare_buffer(self, codes):
        assert codes.shape == (54, 54, 68) and codes.max() <= 3
        return codes

    def inference(self, _, conv_output):
        conv_output[:] = np.fromfile(os.environ["STAND_IN_OUTPUT"], dtype=np.uint8)

    def postprocess_buffer(self, conv_output):
        return conv_output

    def deinit_accelerator(self):
        self.ready = False
