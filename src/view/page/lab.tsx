// The latent lab: what a generator draws, and where its latents lead.
export function Lab() {
  return <main class="card">The latent lab.</main>;
}
