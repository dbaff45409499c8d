// The latent lab: images of generators, drawn in a separate process.
export { Lab } from './lab';
