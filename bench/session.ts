import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Beside } from '../e2e/lab/beside.js';
import { Lab, requireNeeds } from '../e2e/lab/lab.js';
import { NoviceDesktop } from '../e2e/lab/novice-desktop.js';
import { startShadow } from '../e2e/lab/shadow.js';
import { usage } from '../e2e/lab/usage.js';
import { XServer } from '../e2e/lab/x-server.js';
import { Xfreerdp } from '../e2e/lab/xfreerdp.js';
import { latencies } from './lab/latency.js';
import { play } from './lab/moving-picture.js';
import { medians, type Numbers, printTable, quantile } from './lab/numbers.js';
import { XClient } from './lab/x-client.js';

const SIZE = { width: 1920, height: 1080 };
const CHANGES = 60;
const RATE = 30;
const PLAY_SECONDS = 10;
const IDLE_SECONDS = 20;
const RUNS = 3;

/** A server that shows the novice's display, with an expert's xfreerdp connected to it. */
interface Running {
  readonly pid: number;
  readonly port: number;
  end(): Promise<void>;
}

/** Measures a session of Beside, then one of freerdp-shadow-cli in the same way on the same displays, and prints a table of both. */
export async function run(): Promise<void> {
  requireNeeds();
  const lab = new Lab();
  try {
    const desktop = await NoviceDesktop.start(lab, SIZE);
    const display = await XServer.start(lab, SIZE);
    const beside = await measure(() => startBeside(lab, desktop.server, display), desktop.server, display);
    const shadow = await measure(() => startRival(lab, desktop.server, display), desktop.server, display);
    printTable(`${SIZE.width} x ${SIZE.height}, medians of ${RUNS} runs`, beside, 'freerdp-shadow-cli', shadow);
  } finally {
    await lab.end();
  }
}

async function measure(start: () => Promise<Running>, server: XServer, display: XServer): Promise<Numbers> {
  const running = await start();
  const expert = new XClient(display.display);
  const runs: Numbers[] = [];
  for (let i = 0; i < RUNS; i++) {
    // A new connection each time, so that the windows of the run before are gone.
    const novice = new XClient(server.display);
    const numbers: Numbers = new Map();
    const sorted = (await latencies(novice, expert, CHANGES)).sort((a, b) => a - b);
    numbers.set('pixel changed to pixel shown, p50 (ms)', quantile(sorted, 0.5));
    numbers.set('pixel changed to pixel shown, p95 (ms)', quantile(sorted, 0.95));
    const [bytes, cpu] = [await bytesSent(running.port), usage(running.pid).cpu];
    const { seen, duration } = await play(novice, expert, RATE, PLAY_SECONDS);
    numbers.set(`moving picture at ${RATE} Hz, frames shown a second`, seen / duration);
    numbers.set('moving picture, CPU of the server (%)', (usage(running.pid).cpu - cpu) / duration / 10);
    // What a server sends only afterwards, of pictures long gone, is part of the price.
    await quiet(running.port);
    const sent = (await bytesSent(running.port)) - bytes;
    numbers.set(`moving picture of ${PLAY_SECONDS} s, sent (MB)`, sent / 1e6);
    numbers.set('moving picture, sent for each frame shown (kB)', sent / Math.max(seen, 1) / 1e3);
    runs.push(numbers);
    novice.close();
    await quiet(running.port);
  }
  const [bytes, cpu] = [await bytesSent(running.port), usage(running.pid).cpu];
  await sleep(IDLE_SECONDS * 1000);
  const found = medians(runs);
  found.set(`still picture over ${IDLE_SECONDS} s, CPU of the server (%)`, (usage(running.pid).cpu - cpu) / IDLE_SECONDS / 10);
  found.set(`still picture over ${IDLE_SECONDS} s, sent (kB)`, ((await bytesSent(running.port)) - bytes) / 1e3);
  found.set('resident memory (MB)', usage(running.pid).memory / 1e6);
  expert.close();
  await running.end();
  return found;
}

async function startBeside(lab: Lab, server: XServer, display: XServer): Promise<Running> {
  const beside = await Beside.invite(lab, server);
  const expert = Xfreerdp.open(lab, display, beside.file, beside.password);
  await beside.event('consent-asked');
  beside.say('y');
  await beside.event('viewing');
  await expert.shown();
  return running(beside.program.pid, beside.port, async () => {
    await expert.program.end();
    await beside.program.end();
  });
}

async function startRival(lab: Lab, server: XServer, display: XServer): Promise<Running> {
  const shadow = await startShadow(lab, server);
  const expert = Xfreerdp.connect(lab, display, shadow.port);
  await expert.shown();
  return running(shadow.program.pid, shadow.port, async () => {
    await expert.program.end();
    await shadow.program.end();
  });
}

function running(pid: number, port: number, end: () => Promise<void>): Running {
  return { pid, port, end };
}

/** Bytes that a server has sent on the connections to its port, by the kernel's count (`ss`). */
async function bytesSent(port: number): Promise<number> {
  const { stdout } = await promisify(execFile)('ss', ['-tinH', 'state', 'established', 'sport', '=', `:${port}`]);
  return [...stdout.matchAll(/bytes_sent:(\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0);
}

/** Waits until a server has sent next to nothing for a second: one that lags goes on long after a moving picture. At most 30 s. */
async function quiet(port: number): Promise<void> {
  for (let i = 0, before = Number.NEGATIVE_INFINITY; i < 30; i++) {
    const now = await bytesSent(port);
    if (now - before < 5000) return;
    before = now;
    await sleep(1000);
  }
}
