import { connect, createServer } from 'node:net';
import { type Lab, type Program, until } from './lab.js';
import type { Namespace } from './namespaces.js';
import type { XServer } from './x-server.js';

/** FreeRDP's own server for a running display: no consent, no Remote Assistance. What Beside is measured against. */
export interface Shadow {
  readonly program: Program;
  /** Where it listens. */
  readonly host: string;
  readonly port: number;
}

export interface ShadowOptions {
  /** What protects its connections; TLS unless told otherwise. `rdp` is Standard RDP Security. */
  readonly security?: 'tls' | 'rdp';
  /** Where it runs; on this computer, for this computer alone, unless told otherwise. */
  readonly within?: Namespace;
}

/** Starts one, and waits until it can be connected to. */
export async function startShadow(lab: Lab, server: XServer, { security = 'tls', within }: ShadowOptions = {}): Promise<Shadow> {
  const host = within?.far ?? '127.0.0.1';
  const port = await freePort();
  const args = [`/port:${port}`, `/bind-address:${host}`, '-auth', `/sec:${security}`];
  const [name, words] = within?.command('freerdp-shadow-cli', args) ?? ['freerdp-shadow-cli', args];
  const program = lab.start(name, words, { env: { ...server.env, HOME: lab.folder } });
  await until('shadow to listen', () => {
    if (program.exit) throw new Error(`freerdp-shadow-cli ended: ${program.stdout}${program.stderr}`);
    return answers(host, port);
  });
  return { program, host, port };
}

/** A TCP port of 127.0.0.1 that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** Something listens there. */
export function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    const give = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => give(true)).once('error', () => give(false));
  });
}
