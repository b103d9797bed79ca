"""A job on a board with BNN-PYNQ: its own classifiers load overlay and parameters, classify a file, and print their times.

Argument: the folder with job.json and the files of the job. Writes classes.json there.
"""
import json
import os
import sys

import bnn
import pynq

folder = sys.argv[1]
with open(os.path.join(folder, "job.json")) as file:
    job = json.load(file)

# Some versions of the package look for a folder with the overlay's name in that of the parameters.
parameters = os.path.join(folder, "parameters")
if not os.path.exists(os.path.join(parameters, job["overlay"])):
    os.symlink(".", os.path.join(parameters, job["overlay"]))
classifier = getattr(bnn, job["classifier"])(getattr(bnn, job["constant"]), parameters, bnn.RUNTIME_HW)
classes = getattr(classifier, job["method"])(os.path.join(folder, "images.bin"))
# Only now does the clock of the overlay run.
print("qcycle clock %r MHz" % getattr(pynq.Clocks, job["clock"]))
with open(os.path.join(folder, "classes.json"), "w") as file:
    json.dump([int(each) for each in classes], file)
