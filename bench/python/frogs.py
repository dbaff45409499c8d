"""frogs-keras and frogs-cntk as one writes them in PyTorch: one update of D on fakes and reals in one batch, one of G."""

import torch
from torch import nn


class ChannelsFirst(nn.Module):
    def forward(self, x):
        return x.permute(0, 3, 1, 2).contiguous()


class FrogsKeras:
    """`frozen` switches D's gradients off in G's update; `fused` takes the optimizer's form for many tensors at once."""

    batch = 8
    image_shape = (3, 32, 32)
    slope = 0.3
    noise = staticmethod(torch.rand)

    def __init__(self, frozen=False, fused=False):
        self.frozen = frozen

        def leaky():
            return nn.LeakyReLU(self.slope)

        self.generator = nn.Sequential(
            nn.Linear(32, 128 * 16 * 16), leaky(), *self.maps(),
            nn.Conv2d(128, 256, 5, padding=2), leaky(),
            nn.ConvTranspose2d(256, 256, 4, 2, 1), leaky(),
            nn.Conv2d(256, 256, 5, padding=2), leaky(),
            nn.Conv2d(256, 256, 5, padding=2), leaky(),
            nn.Conv2d(256, 3, 7, padding=3), nn.Tanh())
        self.discriminator = nn.Sequential(
            nn.Conv2d(3, 128, 3), leaky(), nn.Conv2d(128, 128, 4, 2), leaky(),
            nn.Conv2d(128, 128, 4, 2), leaky(), nn.Conv2d(128, 128, 4, 2), leaky(),
            nn.Flatten(), nn.Dropout(0.4), nn.Linear(512, 1), nn.Sigmoid())
        self.d_optimizer = self.optimizer(self.discriminator, 8e-4, fused)
        self.g_optimizer = self.optimizer(self.generator, 4e-4, fused)

    @staticmethod
    def maps():
        return nn.Unflatten(1, (16, 16, 128)), ChannelsFirst()

    @staticmethod
    def optimizer(network, lr, foreach):
        return torch.optim.RMSprop(network.parameters(), lr=lr, alpha=0.9, eps=1e-7, foreach=foreach)

    @staticmethod
    def clip(network, foreach):
        nn.utils.clip_grad_value_(network.parameters(), 1, foreach=foreach)

    def loss(self, p, labels):
        p = p.clamp(1e-7, 1 - 1e-7)
        return -(labels * p.log() + (1 - labels) * (1 - p).log()).mean()

    def step(self, real):
        self.generator.eval()
        with torch.no_grad():
            fakes = self.generator(torch.randn(self.batch, 32))
        self.generator.train()
        labels = torch.cat([torch.ones(self.batch, 1), torch.zeros(self.batch, 1)])
        labels += 0.05 * self.noise(labels.shape)
        self.d_optimizer.zero_grad()
        d_loss = self.loss(self.discriminator(torch.cat([fakes, real])), labels)
        d_loss.backward()
        self.clip(self.discriminator, self.frozen)
        self.d_optimizer.step()

        self.discriminator.requires_grad_(not self.frozen)
        self.g_optimizer.zero_grad()
        g_loss = self.loss(self.discriminator(self.generator(torch.randn(self.batch, 32))), torch.zeros(self.batch, 1))
        g_loss.backward()
        self.clip(self.generator, self.frozen)
        self.g_optimizer.step()
        self.discriminator.requires_grad_(True)
        return d_loss.item(), g_loss.item()


class FrogsCntk(FrogsKeras):
    slope = 0.1
    noise = staticmethod(torch.randn)

    @staticmethod
    def maps():
        return (nn.Unflatten(1, (128, 16, 16)),)

    @staticmethod
    def optimizer(network, _, foreach):
        return torch.optim.Adadelta(network.parameters(), lr=1, rho=0.95, eps=1e-8, foreach=foreach)

    @staticmethod
    def clip(network, foreach):
        pass
