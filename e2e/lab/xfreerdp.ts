import { type Exit, type Lab, type Program, until } from './lab.js';
import type { Namespace } from './namespaces.js';
import { having, picture } from './screen.js';
import type { XServer } from './x-server.js';

/** How an expert's FreeRDP is started. */
export interface XfreerdpOptions {
  /** Options for its command line ("/u:Erika"). */
  readonly options?: readonly string[];
  /** Where it runs; on this computer unless told otherwise. */
  readonly within?: Namespace;
}

/**
 * An expert whose program nobody here wrote. Its window has no decoration and stands at the corner of a display without a
 * window manager, so that both displays can be compared pixel by pixel and both have the same coordinates.
 */
export class Xfreerdp {
  readonly program: Program;
  readonly server: XServer;

  private constructor(program: Program, server: XServer) {
    this.program = program;
    this.server = server;
  }

  /** Opens an invitation on the expert's display. The file must be the first argument, or FreeRDP takes it for an option. */
  static open(
    lab: Lab,
    server: XServer,
    ticket: string,
    password: string,
    { options = [], within }: XfreerdpOptions = {},
  ): Xfreerdp {
    const args = [ticket, `/assistance:${password}`, '/cert:ignore', '-decorations', '/log-level:INFO', ...options];
    return Xfreerdp.#start(lab, server, args, within);
  }

  /** Connects to an ordinary RDP server. */
  static connect(lab: Lab, server: XServer, port: number, options: readonly string[] = []): Xfreerdp {
    const address = [`/v:127.0.0.1:${port}`, '/u:expert', '/p:none'];
    return Xfreerdp.#start(lab, server, [...address, '/cert:ignore', '-decorations', ...options]);
  }

  static #start(lab: Lab, server: XServer, args: string[], within?: Namespace): Xfreerdp {
    const [program, words] = within?.command('xfreerdp', args) ?? ['xfreerdp', args];
    // A home of its own: FreeRDP keeps certificates and settings there.
    return new Xfreerdp(lab.start(program, words, { env: { ...server.env, HOME: lab.folder } }), server);
  }

  /** Waits for its window, and gives it the keyboard; there is no window manager to do that. */
  async window(): Promise<string> {
    const id = await until('the window of xfreerdp', async () => {
      if (this.program.exit) throw new Error(`xfreerdp ended: ${this.log}`);
      const tree = await this.server.run('xwininfo', '-root', '-tree');
      return / (0x[0-9a-f]+) "FreeRDP: /.exec(tree)?.[1];
    });
    await this.server.xdotool('windowfocus', id);
    return id;
  }

  /** Waits until its window shows something that is not black. */
  async shown(): Promise<void> {
    await this.window();
    await until('a first picture in xfreerdp', async () => {
      const image = await picture(this.server);
      return having(image, [0]) < image.pixels.length;
    });
  }

  /** Types text, with the time between keys that a quick typist takes. */
  async type(text: string): Promise<void> {
    for (const [i, line] of text.split('\n').entries()) {
      // xdotool would type a line feed, a key that no PC keyboard has and FreeRDP does not send.
      if (i > 0) await this.key('Return');
      if (line !== '') await this.server.xdotool('type', '--delay', 15, line);
    }
  }

  /** Presses keys, by X's names of them ("ctrl+alt+c"). */
  async key(...names: string[]): Promise<void> {
    await this.server.xdotool('key', '--delay', 30, ...names);
  }

  async click(x: number, y: number): Promise<void> {
    await this.server.xdotool('mousemove', x, y, 'sleep', 0.03, 'click', 1);
  }

  /** Drags with the left button, in steps as a hand does: window managers pass over one large jump. */
  async drag(from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
    const steps: (string | number)[] = [];
    for (let i = 1; i <= 8; i++) {
      const at = (a: number, b: number) => Math.round(a + ((b - a) * i) / 8);
      steps.push('mousemove', at(from.x, to.x), at(from.y, to.y), 'sleep', 0.03);
    }
    await this.server.xdotool('mousemove', from.x, from.y, 'sleep', 0.05, 'mousedown', 1, 'sleep', 0.05, ...steps, 'mouseup', 1);
  }

  /** Asks for control, or gives it back: FreeRDP 2.11 has one key for both. */
  async toggleControl(): Promise<void> {
    await this.key('ctrl+alt+c');
  }

  /** Waits for its end, which somebody else caused. */
  async ended(timeout = 20_000): Promise<Exit> {
    await until('xfreerdp to end', () => !this.program.running, timeout);
    return this.program.exited;
  }

  get log(): string {
    return this.program.stdout + this.program.stderr;
  }
}
