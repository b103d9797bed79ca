#!/usr/bin/python3
"""Trains VGG16 with batch norm on CIFAR-10 and keeps a checkpoint every epoch.

Usage: train_vgg16.py CIFAR10_DIR CHECKPOINT [epochs] [divisor]

CIFAR10_DIR holds the .bin.gz files; divisor 4 (default) is the network in quarter width, 1 the full
one. An interrupted run goes on from CHECKPOINT. Needs Debian's python3-torch and libopenblas0-pthread.
"""
import os
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

import cifar10

SEED = 1
BATCH = 128
PEAK_RATE = 0.1
WARM_FRACTION = 0.2  # of the run: the rate climbs, then falls along a cosine
MOMENTUM = 0.9
WEIGHT_DECAY = 5e-4
LABEL_SMOOTHING = 0.1
DROPOUT = 0.2
PLAIN_EPOCHS = 5  # the last epochs see whole images, shifted and mirrored only

# Output channels of VGG16's 13 convolutions, M: 2 x 2 maximum (configuration D of
# Simonyan & Zisserman 2014), and the width of the two hidden layers of the head.
CONFIGURATION = [64, 64, 'M', 128, 128, 'M', 256, 256, 256, 'M', 512, 512, 512, 'M', 512, 512, 512, 'M']
FULL_HEAD = 4096
CLASSES = 10


class Vgg16(nn.Module):
    """The layout of huyvnphan/PyTorch_CIFAR10's vgg16_bn, with every width divided.

    Tensors keep that layout's names: features.0.weight ... classifier.6.bias. In quarter width the
    head is 128 -> 512 -> 512 -> 10.
    """

    def __init__(self, divisor=4, head=None):
        super().__init__()
        head = head or (FULL_HEAD if divisor == 1 else 2048 // divisor)
        layers, inputs = [], 3
        for entry in CONFIGURATION:
            if entry == 'M':
                layers.append(nn.MaxPool2d(2, 2))
                continue
            layers += [nn.Conv2d(inputs, entry // divisor, 3, padding=1), nn.BatchNorm2d(entry // divisor), nn.ReLU(True)]
            inputs = entry // divisor
        self.features = nn.Sequential(*layers)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.classifier = nn.Sequential(
            nn.Linear(inputs, head), nn.ReLU(True), nn.Dropout(DROPOUT),
            nn.Linear(head, head), nn.ReLU(True), nn.Dropout(DROPOUT),
            nn.Linear(head, CLASSES))
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode='fan_out', nonlinearity='relu')
                nn.init.zeros_(module.bias)

    def forward(self, x):
        return self.classifier(torch.flatten(self.avgpool(self.features(x)), 1))


def accuracy(net, images, labels):
    """Share of images whose largest output is their label's."""
    net.eval()
    with torch.no_grad():
        chosen = [net(cifar10.normalize(batch)).argmax(1) for batch in images.split(250)]
    return (torch.cat(chosen) == labels).float().mean().item()


def rate_schedule(optimizer, steps):
    return torch.optim.lr_scheduler.OneCycleLR(
        optimizer, PEAK_RATE, total_steps=steps, pct_start=WARM_FRACTION, div_factor=10,
        final_div_factor=1000, cycle_momentum=False)


def train_epoch(net, optimizer, schedule, images, labels, cutout):
    """One pass in random order; the mean loss."""
    net.train()
    total, batches = 0.0, torch.randperm(len(images)).split(BATCH)
    for chosen in batches:
        outputs = net(cifar10.augment(images[chosen], cutout))
        loss = F.cross_entropy(outputs, labels[chosen], label_smoothing=LABEL_SMOOTHING)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        if schedule is not None:
            schedule.step()
        total += loss.item()
    return total / len(batches)


def save_atomically(path, state):
    torch.save(state, path + '.part')
    os.replace(path + '.part', path)


def train(net, images, labels, epochs, checkpoint):
    """Trains on all but the watched images, from the checkpoint where there is one."""
    kept = len(images) - cifar10.WATCHED
    optimizer = torch.optim.SGD(net.parameters(), PEAK_RATE, MOMENTUM, weight_decay=WEIGHT_DECAY, nesterov=True)
    schedule = rate_schedule(optimizer, epochs * -(-kept // BATCH))
    parts = {'net': net, 'optimizer': optimizer, 'schedule': schedule}
    first = 0
    if os.path.exists(checkpoint):
        state = torch.load(checkpoint)
        for name, part in parts.items():
            part.load_state_dict(state[name])
        first = state['epoch']
    for epoch in range(first, epochs):
        torch.manual_seed(SEED + epoch)  # a resumed run sees the same batches
        start = time.process_time()
        cutout = cifar10.CUTOUT if epoch < epochs - PLAIN_EPOCHS else 0
        loss = train_epoch(net, optimizer, schedule, images[:kept], labels[:kept], cutout)
        save_atomically(checkpoint, {name: part.state_dict() for name, part in parts.items()} | {'epoch': epoch + 1})
        watched = accuracy(net, images[kept:], labels[kept:])
        print(f'epoch {epoch + 1}/{epochs}: loss {loss:.4f}, watched {watched:.3f}, {time.process_time() - start:.0f} s of CPU', flush=True)


def main():
    folder, checkpoint = sys.argv[1:3]
    epochs = int(sys.argv[3]) if len(sys.argv) > 3 else 60
    divisor = int(sys.argv[4]) if len(sys.argv) > 4 else 4
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    net = Vgg16(divisor)
    train(net, *cifar10.training_images(folder), epochs, checkpoint)
    print(f'{accuracy(net, *cifar10.test_images(folder)):.4f} of the test images -> {checkpoint}')


if __name__ == '__main__':
    main()
