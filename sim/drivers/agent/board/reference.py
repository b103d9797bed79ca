"""The reference back end: computes networks bit by bit as the machines do, from the files that were sent."""
import json
import time

from layers import OPERATIONS
from matrix import Matrix, read_parameters
from refused import Refused, refusal_of
from tensor import Tensor, Type


class Reference:
    """Computes networks of codes of few bits, image by image."""

    def __init__(self, channel, files):
        self.channel, self.files = channel, files

    def compute(self, request, _):
        """Writes the codes of the wanted layers into a file each. Replies with the seconds that it took."""
        with open(self.files.path(request["network"]), encoding="utf-8") as file:
            network = json.load(file)
        source = Input(network["input"])
        with open(self.files.path(request["parameters"]), "rb") as parameters:
            layers = [Layer(layer, parameters) for layer in network["layers"]]
        started = time.monotonic()
        self.stream(layers, source, request)
        return {"seconds": time.monotonic() - started}, b""

    def stream(self, layers, source, request):
        outputs = []
        try:
            for wanted in request["layers"]:
                outputs.append((wanted, open(self.files.path(wanted["file"]), "wb")))
            with open(self.files.path(request["pixels"]), "rb") as pixels:
                for image in range(request["images"]):
                    tensors = self.infer(layers, source, pixels.read(source.pixels))
                    for wanted, file in outputs:
                        file.write(encode(tensors[wanted["layer"]].codes, wanted["bytesPerCode"]))
                    if image % 100 == 99:
                        self.channel.send({"event": "progress", "images": image + 1})
            for _, file in outputs:
                file.close()
        except OSError as error:
            raise refusal_of(error, "the outputs")

    @staticmethod
    def infer(layers, source, pixels):
        """The codes of the input and of every layer, by name, for the pixels of one image."""
        codes = pixels.translate(source.pixel_codes) + source.padding
        tensors = {"input": Tensor(source.shape, source.type, codes)}
        for layer in layers:
            before = tensors[layer.source["inputs"][0]]
            tensor = Tensor(layer.source["inputShape"], before.type, before.codes)
            tensor.own_planes = before.own_planes
            tensors[layer.source["name"]] = Tensor(layer.source["outputShape"], layer.type, layer.compute(tensor))
        return tensors


class Input:
    """How the pixels of a picture become codes."""

    def __init__(self, source):
        self.shape, self.type = source["shape"], Type(source["type"])
        self.pixel_codes = bytes(source["pixelCodes"])
        self.pixels = source["pixels"]
        self.padding = bytes(source["paddedFeatures"] - self.pixels)


class Layer:
    """A layer with its parameters, ready to be computed."""

    def __init__(self, source, parameters):
        if source["op"] not in OPERATIONS:
            raise Refused("request", "the reference back end does not know the op %s" % source["op"])
        self.source, self.type = source, Type(source["outputType"])
        self.matrix = Matrix(source, read_parameters(source, parameters)) if "mw" in source else None

    def compute(self, tensor):
        return OPERATIONS[self.source["op"]](self.matrix, self.source, tensor)


def encode(codes, bytes_per_code):
    if bytes_per_code == 1:
        return bytes(codes)
    return b"".join(code.to_bytes(bytes_per_code, "little") for code in codes)
