#!/usr/bin/python3
"""Prunes VGG16 in steps and trains it again behind each, as the DPU pruning tutorial does.

Usage: prune_vgg16.py CIFAR10_DIR NETWORK.yaml FOLDER [ratio] [steps] [epochs] [last_epochs] [sensitivity]

NETWORK.yaml is networks/vgg16.yaml with its .qcf beside it. Each step removes as much again of the
original's operations (qcycle prune), and its network is trained for some epochs, the last one for
more; FOLDER then holds a network file with parameters for each step. A finished step is not done
again. Needs a built qcycle (npm run build) besides what train_vgg16.py needs.
"""
import os
import subprocess
import sys
import time

import torch

import cifar10
import train_vgg16
from export_vgg16 import load_parameters, tensors_of, write_parameters

PEAK_RATE = 0.02
WEIGHT_DECAY = 5e-4
MOMENTUM = 0.9
QCYCLE = os.path.join(os.path.dirname(__file__), '../../dist/cli/main.js')


def prune(network, ratio, folder, name, sensitivity):
    """Writes FOLDER/NAME.yaml and .qcf: the network with that part of its operations removed."""
    command = ['node', QCYCLE, 'prune', network, '--ratio', f'{ratio:.4f}', '--out', folder, '--name', name, '--quiet']
    subprocess.run(command + (['--sensitivity', sensitivity] if sensitivity else []), check=True)


def fine_tune(net, images, labels, epochs):
    """Trains on all but the watched images; the rate falls along a cosine."""
    kept = len(images) - cifar10.WATCHED
    steps = epochs * -(-kept // train_vgg16.BATCH)
    optimizer = torch.optim.SGD(net.parameters(), PEAK_RATE, MOMENTUM, weight_decay=WEIGHT_DECAY, nesterov=True)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    for epoch in range(epochs):
        start = time.process_time()
        loss = train_vgg16.train_epoch(net, optimizer, schedule, images[:kept], labels[:kept], cutout=0)
        watched = train_vgg16.accuracy(net, images[kept:], labels[kept:])
        print(f'  epoch {epoch + 1}/{epochs}: loss {loss:.4f}, watched {watched:.3f}, {time.process_time() - start:.0f} s of CPU', flush=True)


def part_of_step(step, steps, ratio):
    """The part of the operations that the network before has and that this step removes."""
    left = lambda done: 1 - ratio * done / steps
    return 1 - left(step) / left(step - 1)


def main():
    folder, network, out = sys.argv[1:4]
    numbers = [float(text) for text in sys.argv[4:8]]
    ratio, steps, epochs, last_epochs = numbers + [0.5, 5, 1, 6][len(numbers):]
    steps, sensitivity = int(steps), sys.argv[8] if len(sys.argv) > 8 else None
    torch.set_num_threads(1)
    torch.manual_seed(train_vgg16.SEED)
    images, labels = cifar10.training_images(folder)
    for step in range(1, steps + 1):
        name = f'vgg16-step{step}' if step < steps else 'vgg16-pruned'
        parameters = os.path.join(out, f'{name}.qcf')
        done = f'{parameters}.done'
        if not os.path.exists(done):
            prune(network, part_of_step(step, steps, ratio), out, name, sensitivity)
            net = train_vgg16.Vgg16()
            load_parameters(net, parameters)
            watched = train_vgg16.accuracy(net, images[-cifar10.WATCHED:], labels[-cifar10.WATCHED:])
            print(f'{name}: watched {watched:.3f} as pruned', flush=True)
            fine_tune(net, images, labels, int(last_epochs if step == steps else epochs))
            write_parameters(parameters, tensors_of(net), bits=32)
            open(done, 'w').close()
        network = os.path.join(out, f'{name}.yaml')
    load_parameters(net := train_vgg16.Vgg16(), parameters)
    print(f'{train_vgg16.accuracy(net, *cifar10.test_images(folder)):.4f} of the test images -> {network}')


if __name__ == '__main__':
    main()
