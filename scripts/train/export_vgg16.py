#!/usr/bin/python3
"""Writes a trained VGG16 as a parameter file of layers of real numbers, of 16 bits a number.

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


def write_parameters(path, tensors):
    """The form read by sim/nn/parameters/qcf.ts."""
    arrays = [tensor.detach().numpy().astype('<f2') for tensor in tensors]
    body = b'QCWF' + struct.pack('<HHI', 1, 16, len(arrays))
    for array in arrays:
        body += struct.pack('<I', array.size) + array.tobytes()
    with open(path, 'wb') as out:
        out.write(body + struct.pack('<I', zlib.crc32(body)))


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
