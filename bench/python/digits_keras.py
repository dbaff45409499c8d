"""digits-keras as one writes the tutorial in PyTorch: one step with torch.optim and nn.BCELoss."""

import torch
from torch import nn


def block(inputs, outputs):
    return [nn.Linear(inputs, outputs), nn.LeakyReLU(0.2), nn.BatchNorm1d(outputs, eps=1e-3, momentum=0.2)]


class DigitsKeras:
    """`frozen` also switches D's gradients off in G's update, as Keras' trainable = False does; `fused` takes PyTorch's fused Adam."""

    batch = 16
    image_shape = (1, 28, 28)
    rates = {"lr": 1e-3}

    def __init__(self, frozen=False, fused=False):
        self.frozen = frozen
        self.generator, self.discriminator = self.networks()
        self.d_optimizer, self.g_optimizer = (
            torch.optim.Adam(network.parameters(), eps=1e-7, fused=fused, **self.rates)
            for network in (self.discriminator, self.generator))
        self.loss = nn.BCELoss()
        self.ones, self.zeros = torch.ones(self.batch, 1), torch.zeros(self.batch, 1)

    def networks(self):
        generator = nn.Sequential(*block(100, 256), *block(256, 512), *block(512, 1024), nn.Linear(1024, 784), nn.Tanh(),
                                  nn.Unflatten(1, (1, 28, 28)))
        discriminator = nn.Sequential(nn.Flatten(), nn.Linear(784, 512), nn.LeakyReLU(0.2), nn.Linear(512, 256),
                                      nn.LeakyReLU(0.2), nn.Linear(256, 1), nn.Sigmoid())
        return generator, discriminator

    def train_discriminator(self, images, labels):
        self.d_optimizer.zero_grad()
        judged = self.discriminator(images)
        loss = self.loss(judged, labels)
        loss.backward()
        self.d_optimizer.step()
        return loss.item(), ((judged > 0.5) == (labels > 0.5)).float().mean().item()

    def step(self, real):
        self.generator.eval()
        with torch.no_grad():
            fakes = self.generator(torch.randn(self.batch, 100))
        real_loss, real_accuracy = self.train_discriminator(real, self.ones)
        fake_loss, fake_accuracy = self.train_discriminator(fakes, self.zeros)

        self.generator.train()
        if self.frozen:
            self.discriminator.requires_grad_(False)
        self.g_optimizer.zero_grad()
        g_loss = self.loss(self.discriminator(self.generator(torch.randn(self.batch, 100))), self.ones)
        g_loss.backward()
        self.g_optimizer.step()
        if self.frozen:
            self.discriminator.requires_grad_(True)
        return (real_loss + fake_loss) / 2, (real_accuracy + fake_accuracy) / 2, g_loss.item()
