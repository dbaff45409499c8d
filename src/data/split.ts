// The parts of a dataset.

/** Which images: those for training, those for testing, or both in this order (in MNIST 60 000 and 10 000). */
export type Split = 'train' | 'test' | 'all';
