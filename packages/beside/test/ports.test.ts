import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { listenOnFirstFree, PORT_RANGE, PortError, portsToTry } from '../src/novice/ports.js';

const open: Server[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

const portOf = (server: Server) => (server.address() as AddressInfo).port;

/** Takes a port on IPv4 only, as a program that knows no other would. */
async function taken(): Promise<number> {
  const server = createServer();
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  return portOf(server);
}

it('takes the first port that nobody has, in the order asked', async () => {
  const [one, other] = [await taken(), await taken()];
  const free = await taken();
  await new Promise((resolve) => open.pop()?.close(resolve));
  const server = await listenOnFirstFree([one, other, free]);
  open.push(server);
  expect(portOf(server)).toBe(free);
});

it('says which ports are taken, and what to do', async () => {
  const [one, other] = [await taken(), await taken()];
  await expect(listenOnFirstFree([one])).rejects.toThrow(`port ${one} is taken by other programs. Choose another by --port.`);
  await expect(listenOnFirstFree([one, other])).rejects.toBeInstanceOf(PortError);
});

it('tries a fixed range of 16 that no system hands out to outgoing connections', () => {
  const ports = portsToTry(undefined);
  expect(ports).toHaveLength(16);
  expect(new Set(ports).size).toBe(16);
  expect(ports[0]).toBe(PORT_RANGE.first);
  expect(Math.min(...ports)).toBeGreaterThan(1024);
  expect(Math.max(...ports)).toBeLessThan(32768);
  expect(portsToTry(4711)).toEqual([4711]);
});
