import { readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { type Lab, type Program, until } from './lab.js';

/** Which X server: Xvfb is plain memory, Xtigervnc can change its size and monitors, Xephyr is a window of another server. */
type XServerKind = 'Xvfb' | 'Xtigervnc' | 'Xephyr';

/** What an X server is started with. */
export interface XServerOptions {
  readonly kind?: XServerKind;
  readonly width?: number;
  readonly height?: number;
  /** Demand a cookie that only this suite has, by an XAUTHORITY file of its own. */
  readonly locked?: boolean;
  /** Where Xtigervnc takes VNC viewers of this computer, without a password; nowhere unless told otherwise. */
  readonly vncPort?: number;
  /** Xephyr's own window goes there. */
  readonly inside?: XServer;
}

/** A running X server of the lab's own. It takes the first display number that is free. */
export class XServer {
  readonly program: Program;
  /** ":7" */
  readonly display: string;
  readonly width: number;
  readonly height: number;
  /** What a client of it needs in its environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly #lab: Lab;

  private constructor(lab: Lab, program: Program, display: string, width: number, height: number, env: Record<string, string>) {
    this.#lab = lab;
    this.program = program;
    this.display = display;
    this.width = width;
    this.height = height;
    this.env = { ...env, DISPLAY: display };
  }

  /** Starts one and waits until clients can connect. */
  static async start(lab: Lab, options: XServerOptions = {}): Promise<XServer> {
    const { kind = 'Xvfb', width = 1024, height = 768, locked = false, vncPort = -1, inside } = options;
    const args = ['-displayfd', '3', '-nolisten', 'tcp', '-noreset'];
    if (kind === 'Xvfb') args.push('-screen', '0', `${width}x${height}x24`);
    else if (kind === 'Xephyr') args.push('-screen', `${width}x${height}`);
    else {
      args.push('-geometry', `${width}x${height}`, '-depth', '24', '-SecurityTypes', 'None', '-localhost');
      args.push('-rfbport', `${vncPort}`);
    }
    const env: Record<string, string> = { XAUTHORITY: '/nonexistent' };
    if (locked) {
      // The server reads the cookie by its family and needs no display number in it; the client's file gets one below.
      env['XAUTHORITY'] = lab.path('xauthority');
      writeFileSync(env['XAUTHORITY'], '');
      await lab.run('xauth', ['-q', '-f', env['XAUTHORITY'], 'add', ':999', '.', COOKIE]);
      args.push('-auth', env['XAUTHORITY']);
    } else if (kind === 'Xtigervnc') args.push('-ac');
    const program = lab.start(kind, args, { extraPipe: true, env: inside?.env ?? {} });
    const number = await until(`${kind} to say its display`, () => {
      if (program.exit) throw new Error(`${kind} ended: ${program.stderr}`);
      return program.extra.endsWith('\n') && program.extra.trim();
    });
    const display = `:${number}`;
    if (locked) await lab.run('xauth', ['-q', '-f', env['XAUTHORITY'] ?? '', 'add', display, '.', COOKIE]);
    return new XServer(lab, program, display, width, height, env);
  }

  /** Runs a client of this server to its end and gives what it printed. */
  run(name: string, ...args: string[]): Promise<string> {
    return this.#lab.run(name, args, this.env);
  }

  /** Starts a client of this server. */
  start(name: string, ...args: string[]): Program {
    return this.#lab.start(name, args, { env: this.env });
  }

  /** The whole display as an X Window Dump. */
  async dump(): Promise<Buffer> {
    const file = this.#lab.path('display.xwd');
    await this.run('xwd', '-root', '-silent', '-out', file);
    const bytes = readFileSync(file);
    unlinkSync(file);
    return bytes;
  }

  /** `xdotool` on this display: one call, several commands in a row. Comes from the XTEST devices. */
  async xdotool(...args: (string | number)[]): Promise<string> {
    return (await this.run('xdotool', ...args.map(String))).trim();
  }
}

/** Any 128 bits: it keeps out who does not read the file. */
const COOKIE = '5b1f0c9d27e84a63b0d5718c92f4e6a7';
