"""The layers of the reference back end (sim/nn/reference says what they are)."""


def fully_connected(matrix, layer, tensor):
    return matrix.codes(tensor.planes)


def convolution(matrix, layer, tensor):
    height, width, channels = tensor.shape
    out_height, out_width, out_channels = layer["outputShape"]
    groups = layer["groups"]
    of_group, rows = channels // groups, out_channels // groups
    mask = (1 << of_group) - 1
    codes = []
    for y in range(out_height):
        for x in range(out_width):
            places = list(window(layer, y, x, height, width))
            for group in range(groups):
                planes = []
                for plane in tensor.planes:
                    gathered = 0
                    for index, pixel in places:
                        bits = plane >> (pixel * channels + group * of_group) & mask
                        gathered |= bits << (index * of_group)
                    planes.append(gathered)
                codes += matrix.codes(planes, group * rows, (group + 1) * rows)
    return codes


def max_pool(_, layer, tensor):
    height, width, channels = tensor.shape
    out_height, out_width, _ = layer["outputShape"]
    size = layer["kernel"][0] * layer["kernel"][1]
    type_, inside = tensor.type, tensor.codes
    values = [type_.value(code) for code in range(type_.mask + 1)]
    result = []
    for y in range(out_height):
        for x in range(out_width):
            places = list(window(layer, y, x, height, width))
            outside = [0] if len(places) < size else []
            for channel in range(channels):
                codes = outside + [inside[pixel * channels + channel] for _, pixel in places]
                result.append(max(codes, key=values.__getitem__))
    return result


def window(layer, y, x, height, width):
    """Indices in the window, and pixels, of what lies inside the map; the codes around it are 0."""
    (kernel_y, kernel_x), (stride_y, stride_x) = layer["kernel"], layer["stride"]
    dilation_y, dilation_x = layer.get("dilation", (1, 1))
    for ky in range(kernel_y):
        row = y * stride_y + ky * dilation_y - layer["padding"]["top"]
        if not 0 <= row < height:
            continue
        for kx in range(kernel_x):
            column = x * stride_x + kx * dilation_x - layer["padding"]["left"]
            if 0 <= column < width:
                yield ky * kernel_x + kx, row * width + column


OPERATIONS = {"fullyConnected": fully_connected, "convolution": convolution, "maxPool": max_pool}
