"""digits-mxnet as one writes the tutorial in PyTorch: DCGAN, D's gradients on fakes and on reals summed for one update."""

import torch
from torch import nn


def norm(maps):
    layer = nn.BatchNorm2d(maps, eps=1e-5 + 1e-12)
    layer.weight.requires_grad_(False)
    return layer


def doubling(inputs, outputs):
    return nn.ConvTranspose2d(inputs, outputs, 4, 2, 1, bias=False)


def halving(inputs, outputs):
    return nn.Conv2d(inputs, outputs, 4, 2, 1, bias=False)


class DigitsMxnet:
    """`frozen` switches D's gradients off in G's update; `fused` takes PyTorch's fused Adam."""

    batch = 16
    image_shape = (3, 64, 64)

    def __init__(self, frozen=False, fused=False):
        self.frozen = frozen
        self.generator = nn.Sequential(
            nn.ConvTranspose2d(100, 1024, 4, bias=False), norm(1024), nn.ReLU(),
            doubling(1024, 512), norm(512), nn.ReLU(),
            doubling(512, 256), norm(256), nn.ReLU(),
            doubling(256, 128), norm(128), nn.ReLU(),
            doubling(128, 3), nn.Tanh())
        self.discriminator = nn.Sequential(
            halving(3, 128), nn.LeakyReLU(0.2),
            halving(128, 256), norm(256), nn.LeakyReLU(0.2),
            halving(256, 512), norm(512), nn.LeakyReLU(0.2),
            halving(512, 1024), norm(1024), nn.LeakyReLU(0.2),
            nn.Conv2d(1024, 1, 4, bias=False), nn.Flatten(), nn.Sigmoid())
        self.d_learned, g_learned = ([p for p in network.parameters() if p.requires_grad]
                                     for network in (self.discriminator, self.generator))
        self.d_optimizer = torch.optim.Adam(self.d_learned, lr=2e-4, betas=(0.5, 0.999), fused=fused)
        self.g_optimizer = torch.optim.Adam(g_learned, lr=2e-4, betas=(0.5, 0.999), fused=fused)
        self.loss = nn.BCELoss()
        self.ones, self.zeros = torch.ones(self.batch, 1), torch.zeros(self.batch, 1)

    def step(self, real):
        fakes = self.generator(torch.randn(self.batch, 100, 1, 1))
        self.d_optimizer.zero_grad()
        fake_loss = self.loss(self.discriminator(fakes.detach()), self.zeros)
        fake_loss.backward()
        real_loss = self.loss(self.discriminator(real), self.ones)
        real_loss.backward()
        self.d_optimizer.step()

        self.learn(not self.frozen)
        self.g_optimizer.zero_grad()
        g_loss = self.loss(self.discriminator(fakes), self.ones)
        g_loss.backward()
        self.g_optimizer.step()
        self.learn(True)
        return fake_loss.item() + real_loss.item(), g_loss.item()

    def learn(self, on):
        for parameter in self.d_learned:
            parameter.requires_grad_(on)
