#!/usr/bin/python3
"""Parameter files of layers of real numbers (.qcf) of VGG16; writes a trained one, of 16 bits a number.

Usage: export_vgg16.py CHECKPOINT OUT.qcf
"""
import struct
import sys
import zlib

import numpy as np
import torch
import torch.nn as nn


def tensors_of(net):
    """The parameters in the order of sim/nn/parameters/qcf.ts."""
    for module in net.modules():
        if isinstance(module, nn.Conv2d):
            yield module.weight.permute(0, 2, 3, 1)  # channels last, as columns of a matrix
            yield module.bias
        elif isinstance(module, nn.BatchNorm2d):
            yield from (module.weight, module.bias, module.running_mean, module.running_var)
        elif isinstance(module, nn.Linear):
            yield module.weight
            yield module.bias


def write_parameters(path, tensors, bits=16):
    """The form read by sim/nn/parameters/qcf.ts."""
    arrays = [tensor.detach().numpy().astype(f'<f{bits // 8}') for tensor in tensors]
    body = b'QCWF' + struct.pack('<HHI', 1, bits, len(arrays))
    for array in arrays:
        body += struct.pack('<I', array.size) + array.tobytes()
    with open(path, 'wb') as out:
        out.write(body + struct.pack('<I', zlib.crc32(body)))


def read_parameters(path):
    """The inverse of write_parameters: flat arrays."""
    with open(path, 'rb') as source:
        body = source.read()
    _, bits, count = struct.unpack_from('<HHI', body, 4)
    offset, arrays = 12, []
    for _ in range(count):
        size, = struct.unpack_from('<I', body, offset)
        arrays.append(np.frombuffer(body, f'<f{bits // 8}', size, offset + 4).astype(np.float32))
        offset += 4 + size * bits // 8
    return arrays


def load_parameters(net, path):
    """Gives a VGG16 the parameters of a file, and with them as many channels as the file has."""
    arrays = iter(read_parameters(path))
    parameter = lambda array: nn.Parameter(torch.from_numpy(array.copy()))
    for module in net.modules():
        if isinstance(module, nn.Conv2d):
            weights, bias = next(arrays), next(arrays)
            height, width = module.kernel_size
            kernels = weights.reshape(bias.size, height, width, -1).transpose(0, 3, 1, 2)
            module.weight, module.bias = parameter(kernels), parameter(bias)
        elif isinstance(module, nn.BatchNorm2d):
            module.weight, module.bias = parameter(next(arrays)), parameter(next(arrays))
            module.running_mean, module.running_var = (torch.from_numpy(next(arrays).copy()) for _ in range(2))
        elif isinstance(module, nn.Linear):
            weights, bias = next(arrays), next(arrays)
            module.weight, module.bias = parameter(weights.reshape(bias.size, -1)), parameter(bias)


def main():
    import train_vgg16
    checkpoint, out = sys.argv[1:]
    state = torch.load(checkpoint)
    net = train_vgg16.Vgg16()
    net.load_state_dict(state['net'])
    write_parameters(out, tensors_of(net))
    print(f"{checkpoint} after {state['epoch']} epochs -> {out}")


if __name__ == '__main__':
    main()
