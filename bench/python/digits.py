"""The recipe `digits` as one writes it in PyTorch: relativistic pairing on class-aware networks, one update of each on the same fakes."""

import torch
from torch import nn
from torch.nn.functional import one_hot, softplus

LATENTS, CLASSES = 64, 10


class Generator(nn.Module):
    """Latents and the class, one-hot, to images; the last ten latent values say which class it is."""

    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(LATENTS + CLASSES, 64 * 7 * 7, bias=False), nn.Unflatten(1, (64, 7, 7)), nn.BatchNorm2d(64), nn.ReLU(),
            nn.ConvTranspose2d(64, 32, 4, 2, 1, bias=False), nn.BatchNorm2d(32), nn.ReLU(),
            nn.ConvTranspose2d(32, 1, 4, 2, 1), nn.Tanh())

    def forward(self, latents):
        shown = one_hot(drawn_class(latents), CLASSES).to(latents.dtype) * CLASSES**0.5
        return self.layers(torch.cat([latents[:, :LATENTS], shown], 1))


class Discriminator(nn.Module):
    """Strided convolutions with dropout, and the projection of the class."""

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 32, 4, 2, 1), nn.LeakyReLU(0.2), nn.Dropout2d(0.3),
            nn.Conv2d(32, 64, 4, 2, 1), nn.LeakyReLU(0.2), nn.Dropout2d(0.3),
            nn.Conv2d(64, 128, 3, 2, 1), nn.LeakyReLU(0.2), nn.Dropout2d(0.3), nn.Flatten())
        self.linear = nn.Linear(128 * 4 * 4, 1)
        self.embedding = nn.Embedding(CLASSES, 128 * 4 * 4)

    def forward(self, images, labels):
        features = self.features(images)
        return self.linear(features) + (self.embedding(labels) * features).sum(1, keepdim=True)


def drawn_class(latents):
    return latents[:, LATENTS:].argmax(1)


class Digits:
    """`frozen` switches D's gradients off in G's update; `fused` takes PyTorch's fused Adam."""

    batch = 32
    image_shape = (1, 28, 28)

    def __init__(self, frozen=False, fused=False):
        self.frozen = frozen
        self.generator, self.average, self.discriminator = Generator(), Generator(), Discriminator()
        self.d_optimizer, self.g_optimizer = (
            torch.optim.Adam(network.parameters(), lr=1e-3, betas=(0.5, 0.999), fused=fused)
            for network in (self.discriminator, self.generator))
        self.averaged = [list(network.parameters()) for network in (self.average, self.generator)]
        self.labels = torch.randint(CLASSES, (self.batch,))

    def step(self, real):
        latents = torch.randn(self.batch, LATENTS + CLASSES)
        fakes, drawn = self.generator(latents), drawn_class(latents)
        self.d_optimizer.zero_grad()
        scores = self.discriminator(fakes.detach(), drawn)
        d_loss = softplus(scores - self.discriminator(real, self.labels)).mean()
        d_loss.backward()
        self.d_optimizer.step()

        self.discriminator.requires_grad_(not self.frozen)
        self.g_optimizer.zero_grad()
        with torch.no_grad():
            scores = self.discriminator(real, self.labels)
        g_loss = softplus(scores - self.discriminator(fakes, drawn)).mean()
        g_loss.backward()
        self.g_optimizer.step()
        self.discriminator.requires_grad_(True)
        with torch.no_grad():
            torch._foreach_lerp_(*self.averaged, 0.001)
        return d_loss.item(), g_loss.item()
