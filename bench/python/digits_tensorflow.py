"""digits-tensorflow as one writes the notebook in PyTorch: both gradients at the same weights, then both updates."""

import torch
from torch import nn


class DigitsTensorflow:
    """`fused` takes PyTorch's fused Adam; each gradient is taken for its own network's variables only, so that D is always frozen."""

    batch = 128
    image_shape = (784,)

    def __init__(self, frozen=False, fused=False):
        self.generator = nn.Sequential(nn.Linear(100, 256), nn.ReLU(), nn.Linear(256, 784), nn.Sigmoid())
        self.discriminator = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 1), nn.Sigmoid())
        self.d_parameters = list(self.discriminator.parameters())
        self.g_parameters = list(self.generator.parameters())
        self.d_optimizer = torch.optim.Adam(self.d_parameters, lr=2e-4, fused=fused)
        self.g_optimizer = torch.optim.Adam(self.g_parameters, lr=2e-4, fused=fused)

    def step(self, real):
        z = torch.rand(self.batch, 100) * 2 - 1
        judged_real = self.discriminator(real)
        judged_fake = self.discriminator(self.generator(z))
        d_loss = -torch.mean(torch.log(judged_real) + torch.log(1 - judged_fake))
        g_loss = -torch.mean(torch.log(judged_fake))
        d_grads = torch.autograd.grad(d_loss, self.d_parameters, retain_graph=True)
        g_grads = torch.autograd.grad(g_loss, self.g_parameters)
        for p, grad in zip(self.d_parameters + self.g_parameters, d_grads + g_grads):
            p.grad = grad
        self.d_optimizer.step()
        self.g_optimizer.step()
        return d_loss.item(), g_loss.item()
