import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DesktopError } from '../../src/desktop.js';
import { openX11 } from '../../src/x11/index.js';
import { until, XServer } from '../x-server.js';
import { Painter } from './painter.js';
import { openTold, Told } from './told.js';
import { Witness } from './witness.js';

const HOLDER = fileURLToPath(new URL('./holder.mjs', import.meta.url));

/** Shared-memory segments of System V that exist. */
function segments(): string[] {
  return readFileSync('/proc/sysvipc/shm', 'utf8').trim().split('\n').slice(1);
}

/** The guard of a program, once it listens. */
function guardOf({ pid }: ChildProcess, other?: number): number | null {
  for (const child of readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')) {
    const guard = Number(child);
    if (child === '' || guard === other) continue;
    // Signal 1 and 2, SIGHUP and SIGINT, are caught.
    const caught = /^SigCgt:\s+(\w+)$/m.exec(readFileSync(`/proc/${guard}/status`, 'utf8'))?.[1] ?? '0';
    if ((Number.parseInt(caught.slice(-8), 16) & 3) === 3) return guard;
  }
  return null;
}

describe('a display that cannot be opened', () => {
  const failure = async (display: string | undefined) => {
    const error = await openX11(display === undefined ? {} : { display }, new Told()).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DesktopError);
    return error as DesktopError;
  };

  it('is told when nobody is there, or the name is none', async () => {
    expect(await failure(':65000')).toMatchObject({ code: 'no-display', message: expect.stringContaining(':65000') });
    expect(await failure('nonsense')).toMatchObject({ code: 'no-display' });
  });

  it('is told when the server wants a key that is not there, and opens with the key of XAUTHORITY', async () => {
    const server = await XServer.start({ locked: true });
    expect(await failure(server.display)).toMatchObject({ code: 'not-allowed', message: expect.stringContaining('XAUTHORITY') });
    vi.stubEnv('XAUTHORITY', server.authority ?? '');
    const { desktop } = await openTold(server.display);
    expect((await desktop.capture()).width).toBe(1024);
    await desktop.close();
    vi.unstubAllEnvs();
    await server.stop();
  });

  it('is told when the server lacks an extension', async () => {
    const server = await XServer.start({ args: ['-extension', 'XTEST'] });
    expect(await failure(server.display)).toMatchObject({ code: 'missing-part', message: expect.stringContaining('XTEST') });
    await server.stop();
  });

  it('is told when its pixels are indices into a palette', async () => {
    const server = await XServer.start({ depth: 8 });
    expect(await failure(server.display)).toMatchObject({ code: 'missing-part', message: expect.stringContaining('8 bits') });
    await server.stop();
  });
});

describe('a server that ends', () => {
  it('is told once, and rejects all that waits', async () => {
    const server = await XServer.start();
    const { desktop, told } = await openTold(server.display);
    desktop.input.key(0x1e, true);
    desktop.input.character(0x6f22);
    server.freeze();
    const waiting = [desktop.capture(), desktop.clipboard()].map((promise) => promise.catch((error: unknown) => error));
    await server.kill();
    for (const error of await Promise.all(waiting)) expect(error).toMatchObject({ code: 'lost' });
    await until('the loss to be told', () => told.errors.length > 0);
    expect(told.errors).toHaveLength(1);
    expect(told.errors[0]).toMatchObject({ code: 'lost' });
    await expect(desktop.capture()).rejects.toMatchObject({ code: 'lost' });
    await expect(desktop.clipboard()).rejects.toMatchObject({ code: 'lost' });
    // Nothing works any more, and nothing throws either.
    desktop.input.pointer({ x: 1, y: 1 });
    desktop.input.key(0x1e, true);
    desktop.input.key(0x1e, false);
    desktop.input.character(0x41);
    desktop.input.locks({ caps: true, num: true, scroll: true, kana: true });
    desktop.input.wheel(0, 120);
    desktop.setClipboard('x');
    desktop.input.releaseAll();
    await desktop.close();
    await desktop.close();
    expect(told.errors).toHaveLength(1);
  });

  it('leaves other windows that end at any moment without effect', async () => {
    const server = await XServer.start();
    const { desktop, told } = await openTold(server.display);
    const painter = await Painter.of(server.display);
    for (let round = 0; round < 50; round++) {
      const window = await painter.window({ x: round, y: round, width: 200, height: 200 });
      const capture = desktop.capture();
      painter.connection.core.destroy_window(window);
      await capture;
    }
    expect(told.errors).toEqual([]);
    painter.close();
    await desktop.close();
    await server.stop();
  });
});

describe('Beside ending', () => {
  let server: XServer;
  let witness: Witness;

  beforeAll(async () => {
    server = await XServer.start();
    witness = await Witness.of(server.display);
  });
  afterAll(async () => {
    witness?.close();
    await server?.stop();
  });

  const hold = async (): Promise<ChildProcess> => {
    witness.seen.length = 0;
    const holder = spawn(process.execPath, [HOLDER, server.display], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(holder.stdout!, 'data');
    await until('the presses', () => witness.story.includes('button-down 1'));
    return holder;
  };

  it('by kill -9 releases every key and button, gives lent keys back, and leaves no shared memory', async () => {
    const before = segments();
    const holder = await hold();
    expect(witness.story.filter((event) => event.includes('-up'))).not.toContain('key-up 38');
    holder.kill('SIGKILL');
    await until('the releases', () => ['key-up 50', 'key-up 38', 'button-up 1'].every((event) => witness.story.includes(event)));
    const { core, setup } = witness.connection;
    await until('the lent key', async () => {
      const reply = await witness.connection.reply(core.get_keyboard_mapping(setup.minKeycode, 248));
      return !Buffer.from(reply.bytes).includes(Buffer.from(new Uint32Array([0x0100_6f22]).buffer));
    });
    expect(segments()).toEqual(before);
  });

  it('by kill -9 after its guard was told to end as well releases them all the same', async () => {
    const holder = await hold();
    const guard = await until('the guard', () => guardOf(holder));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(guard, signal);
    await new Promise((resolve) => setTimeout(resolve, 100));
    holder.kill('SIGKILL');
    await until('the releases', () => witness.story.includes('key-up 38'));
    await until('the end of the guard', () => !existsSync(`/proc/${guard}`));
  });

  it('by kill -9 after its guard was killed releases them, by another one', async () => {
    const holder = await hold();
    const first = await until('the guard', () => guardOf(holder));
    process.kill(first, 'SIGKILL');
    await until('another guard', () => guardOf(holder, first));
    holder.kill('SIGKILL');
    await until('the releases', () => witness.story.includes('key-up 38'));
  });

  it('in good order releases them before it ends', async () => {
    const holder = await hold();
    const ended = once(holder, 'exit');
    holder.kill('SIGTERM');
    await ended;
    await witness.settled();
    expect(witness.story).toEqual(expect.arrayContaining(['key-up 50', 'key-up 38', 'button-up 1']));
  });
});

describe('a flood of input', () => {
  it('is taken without loss of what is held, and without memory', async () => {
    const server = await XServer.start();
    const { desktop } = await openTold(server.display);
    const witness = await Witness.of(server.display);
    const flood = async (count: number) => {
      for (let i = 0; i < count; i++) {
        desktop.input.pointer({ x: i % 1000, y: i % 700 });
        desktop.input.key(0x10 + (i % 10), i % 3 !== 0);
        desktop.input.button('left', i % 2 === 0);
        desktop.input.wheel(120, -120);
        if (i % 1000 === 0) await witness.settled();
      }
      desktop.input.releaseAll();
      await witness.settled();
      witness.seen.length = 0;
    };
    await flood(3000);
    const memory = process.memoryUsage.rss();
    await flood(10_000);
    expect(process.memoryUsage.rss() - memory).toBeLessThan(60 << 20);
    desktop.input.key(0x1e, true);
    desktop.input.key(0x1e, false);
    await until('a key after it', () => witness.story.includes('key-up 38'));
    await desktop.close();
    witness.close();
    await server.stop();
  }, 60_000);
});

describe('opening and closing', () => {
  it('50 times leaves no handle, mapping or process', async () => {
    const server = await XServer.start();
    const handles = () => readdirSync('/proc/self/fd').length;
    const once = async (press: boolean) => {
      const { desktop } = await openTold(server.display);
      if (press) desktop.input.key(0x1e, true);
      await desktop.capture();
      await desktop.close();
    };
    for (let i = 0; i < 5; i++) await once(true);
    const before = handles();
    const memory = process.memoryUsage.rss();
    for (let i = 0; i < 50; i++) await once(i % 10 === 0);
    await until('the handles to go', () => handles() <= before);
    expect(process.memoryUsage.rss() - memory).toBeLessThan(60 << 20);
    await server.stop();
  }, 60_000);
});
