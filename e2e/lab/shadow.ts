import { connect, createServer } from 'node:net';
import { type Lab, type Program, until } from './lab.js';
import type { XServer } from './x-server.js';

/** FreeRDP's own server for a running display: no consent, no Remote Assistance. What Beside is measured against. */
export interface Shadow {
  readonly program: Program;
  readonly port: number;
}

/** Starts one, and waits until it can be connected to. */
export async function startShadow(lab: Lab, server: XServer): Promise<Shadow> {
  const port = await freePort();
  const program = lab.start('freerdp-shadow-cli', [`/port:${port}`, '/bind-address:127.0.0.1', '-auth', '/sec:tls'], {
    env: { ...server.env, HOME: lab.folder },
  });
  await until('shadow to listen', () => {
    if (program.exit) throw new Error(`freerdp-shadow-cli ended: ${program.stdout}${program.stderr}`);
    return answers(port);
  });
  return { program, port };
}

/** A TCP port of 127.0.0.1 that was free a moment ago. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const give = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => give(true)).once('error', () => give(false));
  });
}
