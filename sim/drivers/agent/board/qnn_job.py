"""A job on a board with QNN-MO-PYNQ: the offloaded layers of one feature map, by the steps of its notebooks.

Argument: the folder with job.json and the files of the job. Writes output.bin there, a byte a code.
"""
import json
import os
import sys
from datetime import datetime

import numpy as np
import pynq
import qnn

folder = sys.argv[1]
with open(os.path.join(folder, "job.json")) as file:
    job = json.load(file)

classifier = getattr(qnn, job["classifier"])()
classifier.init_accelerator()
net = classifier.load_network(json_layer=os.path.join(os.path.dirname(qnn.__file__), "params", job["layers"]))
last = net[job["lastLayer"]]
codes = np.fromfile(os.path.join(folder, "images.bin"), dtype=np.uint8).reshape(job["shape"])
conv_output = classifier.get_accel_buffer(last["output_channels"], last["output_dim"])
conv_input = classifier.prepare_buffer(codes)

start = datetime.now()
classifier.inference(conv_input, conv_output)
micros = int((datetime.now() - start).total_seconds() * 1000000)
print("HW implementation took {} microseconds".format(micros))

np.asarray(classifier.postprocess_buffer(conv_output)).astype(np.uint8).tofile(os.path.join(folder, "output.bin"))
# Only now does the clock of the overlay run.
print("qcycle clock %r MHz" % getattr(pynq.Clocks, job["clock"]))
classifier.deinit_accelerator()
