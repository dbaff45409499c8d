// Counts and times for Prometheus.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { GivenUp, Observer } from './engine';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const IMAGES = [1, 2, 4, 8, 16, 32, 64, 128, 256];

/** The metrics of one handler, apart from those of others in the process. */
export class Metrics implements Observer {
  private readonly registry = new Registry();
  private readonly own = { registers: [this.registry] };
  private readonly requests = new Histogram({
    ...this.own,
    name: 'tadpole_request_duration_seconds',
    help: 'Time of requests, by route and status',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: SECONDS,
  });
  private readonly calls = new Histogram({
    ...this.own,
    name: 'tadpole_batch_duration_seconds',
    help: 'Time of calls of the network',
    buckets: SECONDS,
  });
  private readonly images = new Histogram({
    ...this.own,
    name: 'tadpole_batch_images',
    help: 'Images per call of the network; the sum is the number of all images',
    buckets: IMAGES,
  });
  private readonly lost = new Counter({
    ...this.own,
    name: 'tadpole_requests_given_up_total',
    help: 'Requests for images that were not answered with images, by reason',
    labelNames: ['reason'] as const,
  });

  /** @param queued gives the images that are waited for */
  constructor(queued: () => number) {
    collectDefaultMetrics({ register: this.registry });
    new Gauge({
      ...this.own,
      name: 'tadpole_queued_images',
      help: 'Images that are waited for',
      collect() {
        this.set(queued());
      },
    });
  }

  /** In the text format of Prometheus. */
  async text(): Promise<{ body: string; type: string }> {
    return { body: await this.registry.metrics(), type: this.registry.contentType };
  }

  request(method: string, route: string, status: number, seconds: number): void {
    this.requests.observe({ method, route, status }, seconds);
  }

  batch(images: number, seconds: number): void {
    this.images.observe(images);
    this.calls.observe(seconds);
  }

  givenUp(reason: GivenUp): void {
    this.lost.inc({ reason });
  }
}
