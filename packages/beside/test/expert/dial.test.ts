import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';
import type { Duplex } from 'node:stream';
import { parseCandidate } from '@beside/ticket';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Address, type Attempt, addressesOf, dial, displayedAddress, WayError } from '../../src/expert/dial.js';
import type { WayFailure } from '../../src/expert/report.js';

const servers: Server[] = [];
const accepted: Socket[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const socket of accepted.splice(0)) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

async function listening(greet: (socket: Socket) => void): Promise<Address> {
  const server = createServer((socket) => {
    accepted.push(socket);
    socket.on('error', () => undefined);
    socket.resume();
    greet(socket);
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

async function refusing(): Promise<Address> {
  const address = await listening(() => undefined);
  const server = servers.pop()!;
  await new Promise((resolve) => server.close(resolve));
  return address;
}

/** Through once a byte came. */
class Greeted implements Attempt {
  readonly through: Promise<void>;
  readonly stream: Duplex;

  constructor(stream: Duplex) {
    this.stream = stream;
    this.through = new Promise((resolve, reject) => {
      stream.once('data', () => resolve());
      stream.once('close', () => reject(new WayError('broken')));
    });
  }

  abandon(): void {
    this.stream.destroy();
  }
}

async function dialled(addresses: readonly Address[], signal = new AbortController().signal) {
  const failures: [port: number, why: WayFailure][] = [];
  const attempts: Greeted[] = [];
  const winner = await dial(
    addresses,
    (stream) => {
      const attempt = new Greeted(stream);
      attempts.push(attempt);
      return attempt;
    },
    ({ port }, why) => failures.push([port, why]),
    signal,
  );
  return { winner, failures, attempts };
}

describe('dial', () => {
  it('keeps the first way that gets through and closes the others, at this end and at the other', async () => {
    let silentGone: Promise<unknown> | undefined;
    const silent = await listening((socket) => {
      silentGone = once(socket, 'close');
    });
    const good = await listening((socket) => socket.write('.'));
    const { winner, failures, attempts } = await dialled([silent, good]);
    expect(winner).toBe(attempts[1]);
    expect(failures).toEqual([]);
    expect(attempts.map(({ stream }) => stream.destroyed)).toEqual([true, false]);
    await silentGone;
    winner?.abandon();
  });

  it('does not begin the next way while a good first one gets through', async () => {
    const good = await listening((socket) => socket.write('.'));
    const { winner, attempts } = await dialled([good, good, good]);
    expect(attempts).toHaveLength(1);
    winner?.abandon();
  });

  it('tells a port at which nobody waits from somebody who hangs up, and both from a name that nobody knows', async () => {
    const refused = await refusing();
    const rude = await listening((socket) => socket.destroy());
    const unknown = { host: `${'x'.repeat(64)}.invalid`, port: 1 };
    const { winner, failures } = await dialled([refused, rude, unknown]);
    expect(winner).toBeUndefined();
    expect(failures).toEqual([
      [refused.port, 'connection-refused'],
      [rude.port, 'broken'],
      [1, 'unknown-name'],
    ]);
  });

  it('goes on after a way that failed', async () => {
    const good = await listening((socket) => socket.write('.'));
    const { winner, failures } = await dialled([await refusing(), good]);
    expect(winner).toBeDefined();
    expect(failures).toHaveLength(1);
    winner?.abandon();
  });

  it('comes to nothing without any way', async () => {
    expect(await dialled([])).toMatchObject({ winner: undefined, failures: [] });
  });

  it('is given up when it is aborted, before and while it runs, and tells of no failure then', async () => {
    const end = new AbortController();
    const silent = await listening(() => end.abort());
    const { winner, failures, attempts } = await dialled([silent], end.signal);
    expect(winner).toBeUndefined();
    expect(failures).toEqual([]);
    expect(attempts.map(({ stream }) => stream.destroyed)).toEqual([true]);
    expect((await dialled([silent], end.signal)).attempts).toEqual([]);
  });

  it('keeps nothing open when it is aborted in the moment in which a way gets through', async () => {
    const end = new AbortController();
    const good = await listening((socket) => socket.write('.'));
    const attempts: Greeted[] = [];
    const begin = (stream: Duplex) => {
      const attempt = new Greeted(stream);
      attempts.push(attempt);
      stream.once('data', () => end.abort());
      return attempt;
    };
    expect(await dial([good], begin, () => undefined, end.signal)).toBeUndefined();
    expect(attempts.map(({ stream }) => stream.destroyed)).toEqual([true]);
  });

  it('begins a way every 100 ms, and all of them within half a second', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const silent = await listening(() => undefined);
    const end = new AbortController();
    const begun: Greeted[] = [];
    const begin = (stream: Duplex) => {
      const attempt = new Greeted(stream);
      begun.push(attempt);
      return attempt;
    };
    const result = dial(Array<Address>(20).fill(silent), begin, () => undefined, end.signal);
    vi.advanceTimersByTime(1);
    expect(begun).toHaveLength(1);
    vi.advanceTimersByTime(100);
    expect(begun).toHaveLength(2);
    vi.advanceTimersByTime(400);
    expect(begun).toHaveLength(20);
    end.abort();
    expect(await result).toBeUndefined();
    for (const { through } of begun) await expect(through).rejects.toThrow(WayError);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('addresses', () => {
  const ipv6 = { family: 'IPv6', internal: false } as NetworkInterfaceInfo;
  const interfaces = {
    lo: [{ ...ipv6, internal: true }],
    eth0: [ipv6, { ...ipv6, family: 'IPv4' } as NetworkInterfaceInfo],
    wlan0: [ipv6],
    old: [{ ...ipv6, family: 'IPv4' } as NetworkInterfaceInfo],
  };
  const candidates = (...hosts: string[]) => hosts.map((host) => parseCandidate(host, '29170')!);

  it('try a link-local one on every interface of this computer, whatever the novice calls its own', () => {
    expect(addressesOf(candidates('fe80::1%7', '192.0.2.5'), interfaces)).toEqual([
      { host: 'fe80::1%eth0', port: 29170 },
      { host: 'fe80::1%wlan0', port: 29170 },
      { host: '192.0.2.5', port: 29170 },
    ]);
  });

  it('are none where there is no interface for them', () => {
    expect(addressesOf(candidates('fe80::1'), { old: interfaces.old })).toEqual([]);
  });

  it('are shown as people write them', () => {
    expect(addressesOf(candidates('2001:db8::1', 'pc.example'), {}).map(displayedAddress)).toEqual([
      '[2001:db8::1]:29170',
      'pc.example:29170',
    ]);
  });
});
