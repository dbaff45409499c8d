// The latent lab: what generators draw, in a process of its own.
export { Lab } from './lab';
