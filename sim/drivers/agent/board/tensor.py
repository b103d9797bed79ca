"""Data types and tensors of the reference back end, as bit planes in Python's own large integers."""

BYTE_COUNTS = bytes(bin(byte).count("1") for byte in range(256))
DIGITS = [bytes(48 + (byte >> bit & 1) for byte in range(256)) for bit in range(8)]

if hasattr(int, "bit_count"):
    popcount = int.bit_count
else:
    def popcount(number):
        return sum(number.to_bytes((number.bit_length() + 7) // 8, "little").translate(BYTE_COUNTS))


class Type:
    """A data type: its value is the sum over its bit planes of a factor each, and a constant."""

    def __init__(self, source):
        self.bits, encoding = source["bits"], source["encoding"]
        zero_point = source.get("zeroPoint", 0)
        self.bipolar = encoding == "bipolar"
        self.binary = self.bits == 1 and encoding != "signed"
        self.factors = [2] if self.bipolar else [1 << bit for bit in range(self.bits)]
        if encoding == "signed":
            self.factors[-1] = -self.factors[-1]
        self.constant = -1 if self.bipolar else -zero_point
        lowest = -(1 << (self.bits - 1)) + (1 if source["narrow"] else 0) if encoding == "signed" else 0
        self.least = -1 if self.bipolar else lowest - zero_point
        self.mask = (1 << self.bits) - 1

    def value(self, code):
        return self.constant + sum(factor for bit, factor in enumerate(self.factors) if code >> bit & 1)

    def code(self, value):
        return (1 if value > 0 else 0) if self.bipolar else (value - self.constant) & self.mask


class Tensor:
    """Codes of one image, in the order of the shape; from 8 bits on down also as bit planes, element 0 lowest."""

    def __init__(self, shape, type_, codes):
        self.shape, self.type, self.codes = shape, type_, codes
        self.own_planes = None

    @property
    def planes(self):
        if self.own_planes is None:
            # Numbers are read with the most significant digit first.
            codes = bytes(self.codes)[::-1]
            self.own_planes = [int(codes.translate(DIGITS[bit]), 2) for bit in range(self.type.bits)]
        return self.own_planes
