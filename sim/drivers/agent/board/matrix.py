"""Matrix-vector products and thresholds of the reference back end (sim/nn/reference/matrix-vector.ts says what they are)."""
import struct

from tensor import Type, popcount


class Matrix:
    """Rows of weights as bit planes, with thresholds.

    With weights and inputs as sums over bit planes, each with a factor, and a constant each, a row's sum of products is a sum of
    counts of common bits, and a part that the row alone and a part that the vector alone decides.
    """

    def __init__(self, layer, parameters):
        self.type, self.input = Type(layer["weightType"]), Type(layer["inputType"])
        self.output = Type(layer["outputType"])
        width, self.matches, self.thresholded = layer["mw"], layer["accumulate"] == "matches", layer["thresholded"]
        rows, thresholds = parameters
        self.rows = [split_planes(row, width, self.type.bits) for row in rows]
        # matches = (sum of products + width) / 2, of bipolar values.
        self.width = width if self.matches else 0
        constant = self.type.constant * self.input.constant * width
        self.own = [constant + self.input.constant * weighted_count(self.type, row) for row in self.rows]
        # A sum passes a threshold where it is above its limit.
        scale = 2 if self.matches else 1
        self.limits = [[scale * (threshold >> layer["accumulatorShift"]) - self.width - own for threshold in row]
                       for row, own in zip(thresholds, self.own)]
        self.single = [row[0] for row in self.rows] if self.type.bits == 1 else None

    def codes(self, planes, first=0, last=None):
        """Output codes of rows `first` to `last` for one vector, given as bit planes."""
        last = len(self.rows) if last is None else last
        common = self.type.constant * weighted_count(self.input, planes)
        sums = self.products(planes, first, last)
        if not self.thresholded:
            totals = [total + own + common for total, own in zip(sums, self.own[first:last])]
            return [self.output.code((total + self.width) >> 1 if self.matches else total) for total in totals]
        limits = self.limits[first:last]
        if self.output.binary:
            return [1 if total > limit - common else 0 for total, (limit,) in zip(sums, limits)]
        least, code = self.output.least, self.output.code
        return [code(least + sum([total > limit - common for limit in row])) for total, row in zip(sums, limits)]

    def products(self, planes, first, last):
        """The part of the sums of rows `first` to `last` that row and vector decide together."""
        if self.single is None:
            return [sum(factor * weighted_count(self.type, [bits & plane for bits in row])
                        for factor, plane in zip(self.input.factors, planes)) for row in self.rows[first:last]]
        rows = self.single[first:last]
        sums = [0] * len(rows)
        for factor, plane in zip(self.input.factors, planes):
            both = factor * self.type.factors[0]
            sums = [total + both * popcount(row & plane) for total, row in zip(sums, rows)]
        return sums


def weighted_count(type_, planes):
    """Sum of the factors of all bits that are set."""
    return sum([factor * popcount(plane) for factor, plane in zip(type_.factors, planes)])


def split_planes(row, columns, bits):
    """Codes of `bits` bits, lane 0 lowest in `row`, as one number a bit."""
    if bits == 1:
        return [row]
    text = format(row, "0%db" % (columns * bits))
    return [int(text[bits - 1 - bit::bits], 2) for bit in range(bits)]


def read_parameters(layer, file):
    """The rows of a layer as numbers, lane 0 lowest, and the thresholds of each row: bytes of the rows, then i32, little-endian."""
    rows, per_row = layer["mh"], layer["thresholdsPerRow"]
    row_bytes = (layer["mw"] * layer["weightType"]["bits"] + 7) // 8
    weights = [int.from_bytes(file.read(row_bytes), "little") for _ in range(rows)]
    thresholds = [struct.unpack("<%di" % per_row, file.read(4 * per_row)) for _ in range(rows)]
    return weights, thresholds
