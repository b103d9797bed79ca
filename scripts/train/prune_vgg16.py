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

PEAK_RATE = 0.05
WEIGHT_DECAY = 5e-4
MOMENTUM = 0.9
QCYCLE = os.path.join(os.path.dirname(__file__), '../../dist/cli/main.js')


def qcycle_prune(network, folder, name, *options):
    """Writes FOLDER/NAME.yaml and .qcf: the network with fewer channels."""
    command = ['node', QCYCLE, 'prune', network, '--out', folder, '--name', name, '--quiet', *options]
    subprocess.run(command, check=True)


def fine_tune(net, images, labels, epochs):
    """Trains on all but the watched images; the rate falls along a cosine. The last epochs see whole images."""
    kept = len(images) - cifar10.WATCHED
    steps = epochs * -(-kept // train_vgg16.BATCH)
    optimizer = torch.optim.SGD(net.parameters(), PEAK_RATE, MOMENTUM, weight_decay=WEIGHT_DECAY, nesterov=True)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    for epoch in range(epochs):
        start = time.process_time()
        cutout = cifar10.CUTOUT if epoch < epochs - train_vgg16.PLAIN_EPOCHS else 0
        loss = train_vgg16.train_epoch(net, optimizer, schedule, images[:kept], labels[:kept], cutout)
        watched = train_vgg16.accuracy(net, images[kept:], labels[kept:])
        print(f'  epoch {epoch + 1}/{epochs}: loss {loss:.4f}, watched {watched:.3f}, {time.process_time() - start:.0f} s of CPU', flush=True)


def main():
    folder, network, out = sys.argv[1:4]
    numbers = [float(text) for text in sys.argv[4:8]]
    ratio, steps, epochs, last_epochs = numbers + [0.5, 5, 2, 40][len(numbers):]
    steps, sensitivity = int(steps), sys.argv[8] if len(sys.argv) > 8 else None
    torch.set_num_threads(1)
    torch.manual_seed(train_vgg16.SEED)
    images, labels = cifar10.training_images(folder)
    plan = os.path.join(out, 'plan')
    names = [f'vgg16-pruned-step{step}' for step in range(1, steps)] + ['vgg16-pruned']
    wanted = ['--ratio', str(ratio), '--steps', str(steps)] + (['--sensitivity', sensitivity] if sensitivity else [])
    qcycle_prune(network, plan, names[-1], *wanted)
    for name in names:
        parameters = os.path.join(out, f'{name}.qcf')
        if not os.path.exists(f'{parameters}.done'):
            qcycle_prune(network, out, name, '--like', os.path.join(plan, f'{name}.yaml'))
            net = train_vgg16.Vgg16()
            load_parameters(net, parameters)
            watched = train_vgg16.accuracy(net, images[-cifar10.WATCHED:], labels[-cifar10.WATCHED:])
            print(f'{name}: watched {watched:.3f} as pruned', flush=True)
            fine_tune(net, images, labels, int(last_epochs if name == names[-1] else epochs))
            write_parameters(parameters, tensors_of(net), bits=32)
            open(f'{parameters}.done', 'w').close()
        network = os.path.join(out, f'{name}.yaml')
    load_parameters(net := train_vgg16.Vgg16(), parameters)
    print(f'{train_vgg16.accuracy(net, *cifar10.test_images(folder)):.4f} of the test images -> {network}')


if __name__ == '__main__':
    main()
