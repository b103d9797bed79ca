"""CIFAR-10 for training: the 30 000 images of shared/data/cifar10, augmented batch by batch.

Records are the official binary form: a label byte, then 3 x 32 x 32 colour bytes. The test images
are read only to state an accuracy, never to choose anything.
"""
import gzip

import numpy as np
import torch

TRAINING_FILES = ('train_first4000', 'train_more_1', 'train_more_2')
WATCHED = 1000  # the last training images: kept back to watch the training
RECORD_BYTES = 1 + 3 * 32 * 32
CROP_PADDING = 4
CUTOUT = 8  # side of the square that is blanked, pixels

# Mean and deviation of each colour (0..1), as huyvnphan/PyTorch_CIFAR10 normalises.
MEAN = torch.tensor([0.4914, 0.4822, 0.4465])
DEVIATION = torch.tensor([0.2471, 0.2435, 0.2616])


def read_records(path):
    """Images [n, 3, 32, 32] uint8 and labels [n] int64 of one .bin.gz file."""
    with gzip.open(path) as source:
        records = np.frombuffer(source.read(), np.uint8).reshape(-1, RECORD_BYTES)
    images = records[:, 1:].reshape(-1, 3, 32, 32)
    return torch.from_numpy(images.copy()), torch.from_numpy(records[:, 0].astype(np.int64))


def training_images(folder):
    """All 30 000 images and labels; the last WATCHED of them are not for training."""
    parts = [read_records(f'{folder}/{name}.bin.gz') for name in TRAINING_FILES]
    return tuple(torch.cat(column) for column in zip(*parts))


def test_images(folder):
    return read_records(f'{folder}/test.bin.gz')


def normalize(images):
    """uint8 pixels as the network takes them: (pixel / 255 - mean) / deviation."""
    pixels = images.float().div_(255)
    return pixels.sub_(MEAN[None, :, None, None]).div_(DEVIATION[None, :, None, None])


def augment(images, cutout=CUTOUT):
    """Random shift within CROP_PADDING pixels, mirroring and a blanked square; normalised."""
    n, _, height, width = images.shape
    padded = torch.nn.functional.pad(normalize(images), [CROP_PADDING] * 4)
    shift = lambda: torch.randint(0, 2 * CROP_PADDING + 1, (n, 1))
    rows = shift() + torch.arange(height)
    columns = shift() + torch.arange(width)
    mirrored = torch.rand(n) < 0.5
    columns[mirrored] = columns[mirrored].flip(1)
    batch = padded.permute(0, 2, 3, 1)[torch.arange(n)[:, None, None], rows[:, :, None], columns[:, None, :]]
    if cutout > 0:
        inside = lambda size: (torch.arange(size) - torch.randint(0, size, (n, 1))).abs() * 2 < cutout
        hole = inside(height)[:, :, None] & inside(width)[:, None, :]
        batch.masked_fill_(hole[..., None], 0)
    return batch.permute(0, 3, 1, 2).contiguous()
