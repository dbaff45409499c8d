// Clients of an HTTP server that cost little themselves: each sends its next request when the last answer is complete.
import { connect } from 'node:net';

// What an answer is read into, over and over: fresh memory for every read costs more than reading.
const READ_BYTES = 64 * 1024;
const HEAD_END = Buffer.from('\r\n\r\n');

/** Reads answers with a Content-Length, of which it keeps the status only. @param done is called with each status */
function reader(done) {
  let head = Buffer.alloc(0);
  let left = 0;
  let status = 0;
  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      if (left === 0) {
        // A copy: the memory of the chunk is that of the next one.
        head = Buffer.concat([head, chunk.subarray(at)]);
        const end = head.indexOf(HEAD_END);
        if (end < 0) return;
        const text = head.toString('latin1', 0, end);
        status = Number(text.slice(9, 12));
        left = Number(/^content-length: *(\d+)/im.exec(text)[1]);
        at = chunk.length - (head.length - end - HEAD_END.length);
        head = Buffer.alloc(0);
      }
      const read = Math.min(left, chunk.length - at);
      left -= read;
      at += read;
      if (left === 0) done(status);
    }
  };
}

/**
 * Keeps `count` connections busy for some seconds.
 *
 * @param make gives the body of the next request
 * @returns seconds that it took, how often each status came, connections that broke, milliseconds of the answers with status 200, and the
 *   seconds of processor time that the clients used
 */
export async function drive(url, { path, count, seconds, make }) {
  const { hostname, port, host } = new URL(url);
  const statuses = {};
  const latencies = [];
  let broken = 0;
  const begun = performance.now();
  const used = process.cpuUsage();
  const isOver = () => performance.now() - begun > 1000 * seconds;
  const client = () =>
    new Promise((resolve) => {
      const buffer = Buffer.alloc(READ_BYTES);
      const onread = { buffer, callback: (bytes) => void read(buffer.subarray(0, bytes)) };
      const socket = connect({ port: Number(port), host: hostname, onread });
      let sent = 0;
      const send = () => {
        const body = make();
        sent = performance.now();
        socket.write(
          `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
        );
      };
      const read = reader((status) => {
        statuses[status] = (statuses[status] ?? 0) + 1;
        if (status === 200) latencies.push(performance.now() - sent);
        if (isOver()) socket.end();
        else send();
      });
      socket.setNoDelay(true);
      socket.on('connect', send);
      socket.on('error', () => {
        broken++;
      });
      socket.on('close', resolve);
    });
  await Promise.all(Array.from({ length: count }, client));
  const { user, system } = process.cpuUsage(used);
  return {
    seconds: (performance.now() - begun) / 1000,
    statuses,
    broken,
    latencies: latencies.sort((a, b) => a - b),
    processor: (user + system) / 1e6,
  };
}
