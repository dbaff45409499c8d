"""digits-keras-cnn as one writes it in PyTorch: the loop of digits-keras with convolutional networks."""

from torch import nn

from digits_keras import DigitsKeras


def norm(maps):
    return nn.BatchNorm2d(maps, eps=1e-3, momentum=0.2)


def halving(inputs, outputs, size):
    """Keras' padding 'same' of an even size with stride 2: one row and one column more below and on the right."""
    padding = nn.ZeroPad2d((0, 1, 0, 1)) if size % 2 == 0 else nn.ZeroPad2d(1)
    return [padding, nn.Conv2d(inputs, outputs, 3, 2), nn.LeakyReLU(0.2), nn.Dropout(0.25)]


class DigitsKerasCnn(DigitsKeras):
    rates = {"lr": 2e-4, "betas": (0.5, 0.999)}

    def networks(self):
        generator = nn.Sequential(
            nn.Linear(100, 128 * 7 * 7), nn.Unflatten(1, (128, 7, 7)), norm(128), nn.ReLU(),
            nn.ConvTranspose2d(128, 64, 4, 2, 1), norm(64), nn.ReLU(),
            nn.ConvTranspose2d(64, 32, 4, 2, 1), norm(32), nn.ReLU(),
            nn.Conv2d(32, 1, 3, padding=1), nn.Tanh())
        discriminator = nn.Sequential(
            *halving(1, 32, 28), *halving(32, 64, 14), *halving(64, 128, 7),
            nn.Flatten(), nn.Linear(128 * 4 * 4, 1), nn.Sigmoid())
        return generator, discriminator
