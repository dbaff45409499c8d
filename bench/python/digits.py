"""The recipe `digits` as one writes it in PyTorch: one update of D on the sum of its losses, one of G on the same fakes."""

import torch
from torch import nn
from torch.nn.functional import softplus


class Digits:
    """`frozen` switches D's gradients off in G's update; `fused` takes PyTorch's fused Adam."""

    batch = 32
    image_shape = (1, 28, 28)

    def __init__(self, frozen=False, fused=False):
        self.frozen = frozen
        self.generator, self.average = self.new_generator(), self.new_generator()
        self.discriminator = nn.Sequential(
            nn.Conv2d(1, 32, 4, 2, 1), nn.LeakyReLU(0.2), nn.Dropout2d(0.2),
            nn.Conv2d(32, 64, 4, 2, 1), nn.LeakyReLU(0.2), nn.Dropout2d(0.2),
            nn.Conv2d(64, 128, 3, 2, 1), nn.LeakyReLU(0.2), nn.Dropout2d(0.2),
            nn.Flatten(), nn.Linear(128 * 4 * 4, 1))
        self.d_optimizer, self.g_optimizer = (
            torch.optim.Adam(network.parameters(), lr=1e-3, betas=(0.5, 0.999), fused=fused)
            for network in (self.discriminator, self.generator))
        self.averaged = [list(network.parameters()) for network in (self.average, self.generator)]

    @staticmethod
    def new_generator():
        return nn.Sequential(
            nn.Linear(64, 64 * 7 * 7, bias=False), nn.Unflatten(1, (64, 7, 7)), nn.BatchNorm2d(64), nn.ReLU(),
            nn.ConvTranspose2d(64, 32, 4, 2, 1, bias=False), nn.BatchNorm2d(32), nn.ReLU(),
            nn.ConvTranspose2d(32, 1, 4, 2, 1), nn.Tanh())

    def step(self, real):
        fakes = self.generator(torch.randn(self.batch, 64))
        self.d_optimizer.zero_grad()
        d_loss = softplus(-self.discriminator(real)).mean() + softplus(self.discriminator(fakes.detach())).mean()
        d_loss.backward()
        self.d_optimizer.step()

        self.discriminator.requires_grad_(not self.frozen)
        self.g_optimizer.zero_grad()
        g_loss = softplus(-self.discriminator(fakes)).mean()
        g_loss.backward()
        self.g_optimizer.step()
        self.discriminator.requires_grad_(True)
        with torch.no_grad():
            torch._foreach_lerp_(*self.averaged, 0.001)
        return d_loss.item(), g_loss.item()
