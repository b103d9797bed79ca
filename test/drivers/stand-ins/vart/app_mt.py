"""A stand-in for the multi-threaded VART application of the pruning tutorial: prints its lines with the tutorial's figures.

The model's file holds the name under which the figures are known. STAND_IN_LINES may replace what is printed.
"""
import argparse
import os

FIGURES = {
    ("mobilenetv2_np", 1): (284.48, 17.5758, 4548), ("mobilenetv2_np", 8): (752.72, 6.6426, 4548),
    ("mobilenetv2_pr", 1): (425.99, 11.7374, 4641), ("mobilenetv2_pr", 8): (1189.79, 4.2024, 4641),
}
FRAMES = 5000
RULE = "-" * 36

parser = argparse.ArgumentParser()
parser.add_argument("-d", "--image_dir", default="images")
parser.add_argument("-t", "--threads", default=1, type=int)
parser.add_argument("-m", "--model", required=True)
arguments = parser.parse_args()
with open(arguments.model) as file:
    rate, seconds, correct = FIGURES[file.read(), arguments.threads]
assert os.path.isdir(arguments.image_dir)
print(RULE)
print("Command line options:")
print(" --image_dir : ", arguments.image_dir)
print(" --threads   : ", arguments.threads)
print(" --model     : ", arguments.model)
print(RULE)
print("Pre-processing %d images..." % FRAMES)
print("Starting %d threads..." % arguments.threads)
print(RULE)
print(os.environ.get("STAND_IN_LINES", "Throughput=%.2f fps, total frames = %d, time=%.4f seconds" % (rate, FRAMES, seconds)))
print("Post-processing %d images.." % FRAMES)
print("Correct:%d, Wrong:%d, Accuracy:%.4f" % (correct, FRAMES - correct, correct / FRAMES))
print(RULE)
