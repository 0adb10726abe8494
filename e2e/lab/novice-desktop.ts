import { readFileSync, writeFileSync } from 'node:fs';
import { type Lab, type Program, until } from './lab.js';
import { having, picture } from './screen.js';
import { XServer, type XServerOptions } from './x-server.js';

/** Colours that nothing else draws in: of the wallpaper and of the terminal. An expert's display has them only from the desktop. */
export const DESKTOP_COLOURS = [0xc0571e, 0x3b7a19, 0x123457] as const;

/** Where the terminal's window is put at first. */
const TERMINAL = { x: 120, y: 200, columns: 60, rows: 12 } as const;

/** A novice's desktop: an X server with a window manager, an unmistakable wallpaper and a terminal that writes down what is typed. */
export class NoviceDesktop {
  readonly server: XServer;
  readonly #typed: string;

  private constructor(server: XServer, typed: string) {
    this.server = server;
    this.#typed = typed;
  }

  /** Starts all of it, and waits until it stands. */
  static async start(lab: Lab, options: XServerOptions = {}): Promise<NoviceDesktop> {
    const server = await XServer.start(lab, options);
    const bitmap = lab.path('wallpaper.xbm');
    writeFileSync(bitmap, noise());
    const hex = DESKTOP_COLOURS.map((colour) => `#${colour.toString(16).padStart(6, '0')}`);
    await server.run('xsetroot', '-bitmap', bitmap, '-fg', hex[0] ?? '', '-bg', hex[1] ?? '');
    lab.start('openbox', ['--sm-disable'], { env: server.env });
    await until('the window manager', async () => (await server.run('xprop', '-root', '_NET_SUPPORTING_WM_CHECK')).includes('#'));
    const typed = lab.path('typed');
    const geometry = `${TERMINAL.columns}x${TERMINAL.rows}+${TERMINAL.x}+${TERMINAL.y}`;
    // A cursor that does not blink and no scroll bar: the picture stands still unless somebody types.
    const look = ['-fa', 'Monospace', '-fs', '11', '-bg', hex[2] ?? '', '-fg', '#e8e8e8', '-cr', '#e8e8e8', '+sb', '+bc'];
    const shell = `stty -icanon -isig && exec cat > '${typed}'`;
    server.start(
      'env',
      'LC_ALL=C.UTF-8',
      'xterm',
      '-geometry',
      geometry,
      ...look,
      '-xrm',
      '*cursorBlink: false',
      '-T',
      'notes',
      '-e',
      'sh',
      '-c',
      shell,
    );
    const desktop = new NoviceDesktop(server, typed);
    await until(
      'the terminal',
      async () => (await desktop.terminal()) && having(await picture(server), [DESKTOP_COLOURS[2]]) > 1000,
    );
    await until('the terminal to listen', () => {
      try {
        return readFileSync(typed) !== undefined;
      } catch {
        return false;
      }
    });
    return desktop;
  }

  /** Everything that was typed into the terminal. */
  get typed(): string {
    return readFileSync(this.#typed, 'utf8');
  }

  /** Where the terminal's window is, without its title bar; undefined while there is none. */
  async terminal(): Promise<{ x: number; y: number; width: number; height: number } | undefined> {
    const tree = await this.server.run('xwininfo', '-root', '-tree');
    const [, width, height, x, y] = /"notes": .*?(\d+)x(\d+)\+-?\d+\+-?\d+\s+\+(-?\d+)\+(-?\d+)/.exec(tree) ?? [];
    return x === undefined ? undefined : { x: Number(x), y: Number(y), width: Number(width), height: Number(height) };
  }

  /** Starts a program that never leaves the screen alone: two lines of output run through a large terminal without end. */
  busy(): Program {
    const work = 'i=0; while :; do i=$((i+1)); echo "$i the quick brown fox jumps over the lazy dog $i $i $i"; sleep 0.02; done';
    return this.server.start('xterm', '-geometry', '100x30+20+120', '-fa', 'Monospace', '-T', 'busy', '-e', 'sh', '-c', work);
  }
}

/** An X bitmap of 128 x 128 dots without any order, always the same one. */
function noise(): string {
  let state = 0x2545f491;
  const bytes = Array.from({ length: 128 * 16 }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return `0x${(state & 0xff).toString(16)}`;
  });
  return `#define noise_width 128\n#define noise_height 128\nstatic unsigned char noise_bits[] = {\n${bytes.join(',\n')}};\n`;
}
