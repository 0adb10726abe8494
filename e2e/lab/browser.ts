import { accessSync, constants, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { type BrowserContext, type Browser as Chromium, chromium, type Page } from 'playwright-core';
import { type Lab, type Program, until } from './lab.js';
import type { XServer } from './x-server.js';

/** What a person's browser is like. */
export interface BrowserOptions {
  /** CSS pixels. */
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
  readonly contrast?: 'more';
  readonly forcedColors?: 'active';
  /** Device pixels of one CSS pixel. */
  readonly scale?: number;
}

/** Chromium as Debian has it: a window of its own for each person. */
export class Browser {
  readonly #chromium: Chromium;

  private constructor(chromium: Chromium) {
    this.#chromium = chromium;
  }

  /** Starts it without any display. */
  static async start(lab: Lab): Promise<Browser> {
    const browser = await chromium.launch({
      executablePath: inPath('chromium'),
      args: [...QUIET, '--headless'],
      env: { ...process.env, HOME: lab.folder } as Record<string, string>,
    });
    lab.defer(() => browser.close());
    return new Browser(browser);
  }

  /**
   * Starts it with one window, without any of the browser's own parts, as large as a display.
   *
   * @param drive does with its page what a person does at first. Afterwards nobody is attached: a debugger copies every message of a
   *   page's WebSockets, and what is measured then is that
   */
  static async onDisplay(lab: Lab, display: XServer, drive: (page: Page) => Promise<void>): Promise<Program> {
    const place = ['--window-position=0,0', `--window-size=${display.width + 1},${display.height + 1}`];
    const profile = ['--remote-debugging-port=0', `--user-data-dir=${lab.path('browser')}`];
    const args = [...QUIET, '--kiosk', '--hide-scrollbars', ...place, ...profile, 'about:blank'];
    const program = lab.start(inPath('chromium'), args, { env: { HOME: lab.folder, ...display.env } });
    const endpoint = await until('Chromium', () => /DevTools listening on (\S+)/.exec(program.stderr)?.[1]);
    const browser = await chromium.connectOverCDP(endpoint);
    const page = browser.contexts()[0]?.pages()[0];
    if (!page) throw new Error('Chromium has no window');
    await drive(page);
    await browser.close();
    return program;
  }

  /** A person with a browser of their own, with nothing of anybody else's in it. */
  async person(options: BrowserOptions = {}): Promise<BrowserContext> {
    const { width = 1280, height = 800, scale = 1, ...rest } = options;
    return this.#chromium.newContext({
      viewport: { width, height },
      deviceScaleFactor: scale,
      acceptDownloads: true,
      locale: 'en-GB',
      ...rest,
    });
  }
}

/** So that a test's Chromium asks nobody for anything, and runs as root as well. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What axe-core finds wrong on a page, a line each. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  await page.evaluate(readFileSync(axe, 'utf8'));
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(): Promise<{ violations: { id: string; help: string; nodes: { target: unknown; failureSummary?: string }[] }[] }>;
      };
    };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id}: ${help}: ${String(node.target)} ${node.failureSummary ?? ''}`),
    );
  });
}

function inPath(program: string): string {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, program);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not in this folder.
    }
  }
  throw new Error(`${program} is not in the PATH`);
}
