import { existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';
import { type Lab, type Program, until } from './lab.js';
import type { XServer } from './x-server.js';

const cli = fileURLToPath(new URL('../../packages/beside/dist/cli.js', import.meta.url));

/** One person's Beside with its pages, as it runs on that person's computer, with folders of its own. */
export class Home {
  readonly program: Program;
  /** Where its user's files are. */
  readonly folder: string;
  #used = 0;

  private constructor(program: Program, folder: string) {
    this.program = program;
    this.folder = folder;
  }

  /**
   * Starts it.
   *
   * @param display where the person sits; undefined: at a computer without one
   * @param args words after `beside`
   * @param folder of the user's files; a new one where it is left out
   */
  static start(lab: Lab, display?: XServer, args: readonly string[] = [], folder = lab.path('home')): Home {
    if (!existsSync(cli)) throw new Error(`${cli} is not there: run "npm run build" first`);
    mkdirSync(folder, { recursive: true });
    const env = {
      DISPLAY: undefined,
      WAYLAND_DISPLAY: undefined,
      XDG_SESSION_TYPE: undefined,
      XDG_CONFIG_HOME: undefined,
      XDG_STATE_HOME: undefined,
      XDG_DOWNLOAD_DIR: undefined,
      HOME: folder,
      ...display?.env,
    };
    return new Home(lab.start(process.execPath, [cli, ...args, '--json'], { env }), folder);
  }

  /** The next one-time address that it told; another one is asked for once all are used. */
  async address(place?: string): Promise<string> {
    if (this.#addresses().length > 0 && this.#used >= this.#addresses().length) this.program.child.stdin?.write('\n');
    return until('an address of the pages', () => {
      if (this.program.exit) throw new Error(`Beside ended: ${this.program.stdout}${this.program.stderr}`);
      const found = this.#addresses().findIndex((one, at) => at >= this.#used && (place ?? one.place) === one.place);
      if (found < 0) return undefined;
      this.#used = found + 1;
      return this.#addresses()[found]?.address;
    });
  }

  /** Opens its pages in somebody's browser. */
  async open(browser: BrowserContext, place?: string): Promise<Page> {
    const page = await browser.newPage();
    await page.goto(await this.address(place));
    await page.getByRole('main').waitFor();
    return page;
  }

  #addresses(): { readonly place: string; readonly address: string }[] {
    return this.program.stdout
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}'))
      .map((line) => JSON.parse(line) as { event: string; place: string; address: string })
      .filter(({ event }) => event === 'address');
  }
}
