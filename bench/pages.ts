import { setTimeout as sleep } from 'node:timers/promises';
import { Beside } from '../e2e/lab/beside.js';
import { Browser } from '../e2e/lab/browser.js';
import { Home } from '../e2e/lab/home.js';
import { Lab, requireNeeds, until } from '../e2e/lab/lab.js';
import { NoviceDesktop } from '../e2e/lab/novice-desktop.js';
import { answers, freePort } from '../e2e/lab/shadow.js';
import { alive, childrenOf, usage } from '../e2e/lab/usage.js';
import { XServer } from '../e2e/lab/x-server.js';
import { latencies } from './lab/latency.js';
import { play } from './lab/moving-picture.js';
import { medians, type Numbers, printTable, quantile } from './lab/numbers.js';
import { XClient } from './lab/x-client.js';

const SIZE = { width: 1920, height: 1080 };
const CHANGES = 60;
const RATE = 30;
const PLAY_SECONDS = 10;
const RUNS = 3;
/** noVNC as Debian has it. */
const NOVNC = '/usr/share/novnc';

/** A desktop that is shown in a browser on another display. */
interface Running {
  /** The programs that take part, and all that they started. */
  readonly programs: Readonly<Record<string, number>>;
  end(): Promise<void>;
}

/**
 * Measures a session of two Besides, with the expert in Chromium, then TigerVNC with websockify and noVNC in the same way on the same
 * displays, and prints a table of both. The browser's window is looked at as it stands on its display.
 */
export async function run(): Promise<void> {
  requireNeeds({ chromium: 'chromium', x0tigervncserver: 'tigervnc-scraping-server', websockify: 'websockify' });
  const lab = new Lab();
  try {
    const desktop = await NoviceDesktop.start(lab, SIZE);
    const display = await XServer.start(lab, SIZE);
    const beside = await measure(await startBeside(lab, desktop.server, display), desktop.server, display);
    const novnc = await measure(await startNoVnc(lab, desktop.server, display), desktop.server, display);
    printTable(`${SIZE.width} x ${SIZE.height}, medians of ${RUNS} runs`, beside, 'TigerVNC, websockify, noVNC', novnc);
  } finally {
    await lab.end();
  }
}

async function measure(running: Running, server: XServer, display: XServer): Promise<Numbers> {
  const expert = new XClient(display.display);
  const runs: Numbers[] = [];
  for (let i = 0; i < RUNS; i++) {
    const novice = new XClient(server.display);
    const numbers: Numbers = new Map();
    const sorted = (await latencies(novice, expert, CHANGES)).sort((a, b) => a - b);
    numbers.set('pixel changed to pixel painted, p50 (ms)', quantile(sorted, 0.5));
    numbers.set('pixel changed to pixel painted, p95 (ms)', quantile(sorted, 0.95));
    const before = processorTime(running);
    const { seen, duration } = await play(novice, expert, RATE, PLAY_SECONDS);
    const after = processorTime(running);
    numbers.set(`moving picture at ${RATE} Hz, frames painted a second`, seen / duration);
    for (const [name, time] of Object.entries(after))
      numbers.set(`moving picture, CPU: ${name} (%)`, (time - (before[name] ?? 0)) / duration / 10);
    runs.push(numbers);
    novice.close();
    await sleep(3000);
  }
  expert.close();
  await running.end();
  return medians(runs);
}

async function startBeside(lab: Lab, server: XServer, display: XServer): Promise<Running> {
  const novice = await Beside.invite(lab, server, { form: 'beside' });
  const home = Home.start(lab, undefined, ['expert', '--ui', 'browser', '--file', novice.file]);
  const address = await home.address();
  const browser = await Browser.onDisplay(lab, display, async (page) => {
    await page.goto(address);
    await page.getByRole('textbox', { name: 'Password' }).fill(novice.password);
    await page.getByRole('button', { name: 'Connect' }).click();
    await novice.event('consent-asked');
    novice.say('y');
    await page.getByRole('toolbar').waitFor();
    await page.getByRole('radio', { name: '1:1' }).click();
    await page.getByRole('button', { name: 'Full screen' }).click();
    await sleep(2000);
  });
  return {
    programs: { novice: novice.program.pid, expert: home.program.pid, browser: browser.pid },
    end: async () => {
      await browser.end();
      await home.program.end();
      await novice.program.end();
    },
  };
}

async function startNoVnc(lab: Lab, server: XServer, display: XServer): Promise<Running> {
  const [rfb, web] = [await freePort(), await freePort()];
  const args = ['-display', server.display, '-rfbport', `${rfb}`, '-SecurityTypes', 'None', '-localhost'];
  const vnc = lab.start('x0tigervncserver', args, { env: server.env });
  const websockify = lab.start('websockify', ['--web', NOVNC, `127.0.0.1:${web}`, `127.0.0.1:${rfb}`]);
  await until('TigerVNC', () => answers('127.0.0.1', rfb));
  await until('websockify', () => answers('127.0.0.1', web));
  const browser = await Browser.onDisplay(lab, display, async (page) => {
    await page.goto(`http://127.0.0.1:${web}/vnc.html?autoconnect=1&resize=off`);
    await page.locator('canvas').waitFor();
    await sleep(3000);
  });
  return {
    // What Debian calls x0tigervncserver is a script, and the server behind it no child of its.
    programs: { expert: websockify.pid, browser: browser.pid },
    end: async () => {
      await browser.end();
      await websockify.end();
      await vnc.end();
    },
  };
}

/** Of each program with all that it started, ms. */
function processorTime({ programs }: Running): Record<string, number> {
  return Object.fromEntries(Object.entries(programs).map(([name, pid]) => [name, timeOf(pid)]));
}

/** Chromium's own helpers come and go. */
function timeOf(pid: number): number {
  const own = alive(pid) ? usage(pid).cpu : 0;
  return own + childrenOf(pid).reduce((sum, child) => sum + timeOf(child), 0);
}
