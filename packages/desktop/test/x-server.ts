import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';

/** Debian packages of the programs that tests start. */
const PACKAGES: Readonly<Record<string, string>> = {
  Xvfb: 'xvfb',
  Xtigervnc: 'tigervnc-standalone-server',
  xterm: 'xterm',
  xrandr: 'x11-xserver-utils',
  xwd: 'x11-apps',
  setxkbmap: 'x11-xkb-utils',
};

/** An X server that a test starts: Xvfb is plain memory, Xtigervnc can change its size. */
export interface XServerOptions {
  readonly kind?: 'Xvfb' | 'Xtigervnc';
  readonly width?: number;
  readonly height?: number;
  readonly depth?: number;
  /** Demand a key, which is in {@link XServer.authority}. */
  readonly locked?: boolean;
  /** Further arguments of Xvfb. */
  readonly args?: readonly string[];
}

/** Milliseconds for a server to come up on a busy machine. */
const START_TIME = 15_000;

/** A running X server, on the first display number that is free. */
export class XServer {
  /** ":7" */
  readonly display: string;
  /** For XAUTHORITY; null: every client may connect. */
  readonly authority: string | null;
  readonly #process: ChildProcess;
  readonly #clients: ChildProcess[] = [];

  /** @throws Error when the server is not installed or does not start */
  static async start(options: XServerOptions = {}): Promise<XServer> {
    const { kind = 'Xvfb', width = 1024, height = 768, depth = 24, locked = false, args = [] } = options;
    const size =
      kind === 'Xvfb'
        ? ['-screen', '0', `${width}x${height}x${depth}`, ...args]
        : ['-geometry', `${width}x${height}`, '-depth', `${depth}`, '-SecurityTypes', 'None', '-localhost', '-rfbport', '-1'];
    const authority = locked ? lockFile() : null;
    const access = authority ? ['-auth', authority] : ['-ac'];
    const server = spawn(kind, ['-displayfd', '3', '-noreset', ...access, ...size], {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    });
    await started(server, kind);
    let said = '';
    server.stderr?.on('data', (text) => {
      said += text;
    });
    let number = '';
    const timer = setTimeout(() => server.kill('SIGKILL'), START_TIME);
    for await (const text of server.stdio[3] as Readable) {
      number += text;
      if (number.endsWith('\n')) break;
    }
    clearTimeout(timer);
    if (!number.endsWith('\n')) throw new Error(`${kind} did not start: ${said}`);
    return new XServer(server, `:${number.trim()}`, authority);
  }

  private constructor(server: ChildProcess, display: string, authority: string | null) {
    this.#process = server;
    this.authority = authority;
    this.display = display;
  }

  /** Starts a client of this server; {@link stop} ends it. */
  async start(name: string, ...args: string[]): Promise<ChildProcess> {
    const client = spawn(name, args, { env: { ...process.env, DISPLAY: this.display }, stdio: ['ignore', 'pipe', 'pipe'] });
    await started(client, name);
    this.#clients.push(client);
    return client;
  }

  /** Runs a client to its end. */
  async run(name: string, ...args: string[]): Promise<Buffer> {
    const client = await this.start(name, ...args);
    const parts: Buffer[] = [];
    let said = '';
    client.stdout?.on('data', (part: Buffer) => parts.push(part));
    client.stderr?.on('data', (text) => {
      said += text;
    });
    const [code] = (await once(client, 'close')) as [number | null];
    if (code !== 0) throw new Error(`${name} ended with ${code}: ${said}`);
    return Buffer.concat(parts);
  }

  /** Ends the server at once, as a crash does. */
  async kill(): Promise<void> {
    await end(this.#process, 'SIGKILL');
  }

  /** Stops the server from doing anything until {@link thaw}. */
  freeze(): void {
    this.#process.kill('SIGSTOP');
  }

  thaw(): void {
    this.#process.kill('SIGCONT');
  }

  /** Ends the server and the clients that were started here. */
  async stop(): Promise<void> {
    for (const client of this.#clients) await end(client, 'SIGTERM');
    await end(this.#process, 'SIGTERM');
    if (this.authority) rmSync(dirname(this.authority), { recursive: true });
  }
}

/** A file with a key (Xau's format: family, address, number, name, data, each after its length). It fits any display. */
function lockFile(): string {
  const field = (bytes: Uint8Array) => [Buffer.of(bytes.length >> 8, bytes.length & 0xff), bytes];
  const name = new TextEncoder().encode('MIT-MAGIC-COOKIE-1');
  const fields = [new Uint8Array(), new Uint8Array(), name, randomBytes(16)].flatMap(field);
  const file = join(mkdtempSync(join(tmpdir(), 'beside-lock-')), 'xauthority');
  writeFileSync(file, Buffer.concat([Buffer.of(0xff, 0xff), ...fields]));
  return file;
}

async function started(program: ChildProcess, name: string): Promise<void> {
  try {
    await once(program, 'spawn');
  } catch (cause) {
    throw new Error(`${name} is not installed: apt-get install ${PACKAGES[name] ?? name}`, { cause });
  }
}

async function end(program: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return;
  const ended = once(program, 'exit');
  program.kill(signal);
  await ended;
}

/** Waits until `look` finds something; the last look's error, or that it found nothing, ends the wait. */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  limit = 8000,
): Promise<Exclude<T, false | null | undefined>> {
  const end = Date.now() + limit;
  for (;;) {
    const found = await look();
    if (found) return found as Exclude<T, false | null | undefined>;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}
