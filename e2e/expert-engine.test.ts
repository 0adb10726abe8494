import { readFileSync } from 'node:fs';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { psnr } from '../packages/rdp/test/codecs/psnr.js';
import { Lab, type Program, requireNeeds, until } from './lab/lab.js';
import { RdpViewer, type ViewerOptions } from './lab/rdp-viewer.js';
import { coloursOf, picture } from './lab/screen.js';
import { freePort, startShadow } from './lab/shadow.js';
import { XServer, type XServerOptions } from './lab/x-server.js';
import { startXrdp, type XrdpOptions } from './lab/xrdp.js';

/** Beside's RDP client against RDP servers that nobody here wrote: FreeRDP's own and xrdp. */
let lab: Lab;
beforeAll(() => requireNeeds());
beforeEach(() => {
  lab = new Lab();
});
afterEach(() => lab.end());

/** Everything is lossless on the way: not one pixel differs. */
const EXACT = Number.POSITIVE_INFINITY;
/** What is to be left of a picture in a lossy codec, in dB. */
const LOSSY = 35;

/** A display with many colours, and what was typed into its terminal. */
async function display(options: XServerOptions): Promise<{ server: XServer; typed: () => string }> {
  const server = await XServer.start(lab, options);
  await server.run('xsetroot', '-solid', '#224466');
  const file = lab.path('typed');
  await terminal(server, '20x3+4+4', `stty -icanon -isig; exec cat > '${file}'`);
  await colours(server, 0);
  return { server, typed: () => readFileSync(file, 'utf8') };
}

/** A terminal without anything that blinks. */
function terminal(server: XServer, geometry: string, script: string): Program {
  const look = ['-fa', 'Monospace', '-fs', '8', '-bg', '#123457', '-fg', '#e8e8e8', '+sb', '-bc', '-b', '0'];
  return server.start('xterm', ...look, '-geometry', geometry, '-e', 'sh', '-c', script);
}

/** A window of hundreds of colours, others for another round; gives what closes it. */
async function colours(server: XServer, round: number): Promise<Program> {
  const cell =
    'printf "\\033[48;2;%d;%d;%dm%s", (c * 6 + s) % 256, (r * 16 + s) % 256, (c * r + 2 * s) % 256, substr("beside", c % 6, 1) " "';
  const paint = `BEGIN { for (r = 0; r < 14; r++) { for (c = 0; c < 20; c++) ${cell}; if (r < 13) print "" } }`;
  const before = coloursOf(await picture(server));
  const program = terminal(server, '40x14+10+70', `awk -v s=${round * 50} '${paint}'; printf '\\033[?25l'; exec sleep 1000`);
  await until('the colours', async () => {
    const now = coloursOf(await picture(server));
    return [...now].filter((colour) => !before.has(colour)).length > 250;
  });
  return program;
}

/** Waits until the viewer shows what the display shows, with this PSNR at least. */
async function untilShown(viewer: RdpViewer, server: XServer, decibels: number): Promise<void> {
  let best = 0;
  await until('the picture of the display', async () => {
    if (viewer.ended) throw new Error(`the connection ended: ${viewer.ended.reason}`, { cause: viewer.ended.error });
    const { width, height, pixels } = await picture(server);
    const shown = viewer.picture;
    if (shown.width !== width || shown.height !== height) return false;
    best = psnr(shown.pixels, pixels);
    return best >= decibels;
  }).catch((error: unknown) => {
    throw new Error(`the picture came to ${best} dB`, { cause: error });
  });
}

/** The display is shown, its changes as well, and what is typed arrives. */
async function followed(viewer: RdpViewer, desktop: Awaited<ReturnType<typeof display>>, decibels: number): Promise<void> {
  const { server, typed } = desktop;
  await untilShown(viewer, server, decibels);
  for (const round of [1, 2]) {
    const window = await colours(server, round);
    await untilShown(viewer, server, decibels);
    await window.end();
    await untilShown(viewer, server, decibels);
  }
  viewer.click(20, 20);
  viewer.type('from the expert');
  await until('the words in the terminal', () => typed() === 'from the expert');
  await untilShown(viewer, server, decibels);
}

async function toShadow(server: XServer, options?: ViewerOptions): Promise<RdpViewer> {
  const { host, port } = await startShadow(lab, server);
  return RdpViewer.connect(lab, host, port, 'tls', options);
}

test('FreeRDP’s server, RemoteFX: the display and its changes are shown, and input arrives', async () => {
  const desktop = await display({ width: 640, height: 480 });
  const viewer = await toShadow(desktop.server);
  await followed(viewer, desktop, LOSSY);
  expect([...viewer.codecs]).toEqual(['remotefx']);
});

test('FreeRDP’s server, RemoteFX of a large display, whose frames are large updates', async () => {
  const desktop = await display({ width: 1920, height: 1080 });
  const viewer = await toShadow(desktop.server);
  await followed(viewer, desktop, LOSSY);
  expect([...viewer.codecs]).toEqual(['remotefx']);
});

test('FreeRDP’s server, a client whose updates are too small for its RemoteFX: NSCodec', async () => {
  const desktop = await display({ width: 1280, height: 1024 });
  const viewer = await toShadow(desktop.server, { withoutLargeUpdates: true });
  await followed(viewer, desktop, LOSSY);
  expect([...viewer.codecs]).toEqual(['nscodec']);
});

test('FreeRDP’s server, a client without codecs: planar bitmaps, exact', async () => {
  const desktop = await display({ width: 640, height: 480 });
  const viewer = await toShadow(desktop.server, { withoutRemoteFx: true });
  await followed(viewer, desktop, EXACT);
  expect([...viewer.codecs]).toEqual(['planar']);
});

test('FreeRDP’s server: a display that changes its size is followed', async () => {
  const desktop = await display({ kind: 'Xtigervnc', width: 640, height: 480 });
  const viewer = await toShadow(desktop.server);
  await untilShown(viewer, desktop.server, LOSSY);
  for (const size of ['800x600', '1024x768', '640x480']) {
    await desktop.server.run('xrandr', '-s', size);
    await until(`a picture of ${size}`, () => `${viewer.picture.width}x${viewer.picture.height}` === size);
    await untilShown(viewer, desktop.server, LOSSY);
  }
  await followed(viewer, desktop, LOSSY);
});

test('FreeRDP’s server: a picture that was lost is sent anew, and none to who looks away', async () => {
  const { server } = await display({ width: 640, height: 480 });
  const viewer = await toShadow(server);
  await untilShown(viewer, server, LOSSY);
  viewer.reload();
  expect(new Set(viewer.picture.pixels)).toEqual(new Set([0]));
  await untilShown(viewer, server, LOSSY);
  viewer.hide(true);
  const seen = viewer.picture.pixels;
  await colours(server, 1);
  expect(viewer.picture.pixels).toEqual(seen);
  viewer.hide(false);
  await untilShown(viewer, server, LOSSY);
});

/** An Xtigervnc's display, shown by xrdp. */
async function toXrdp(options: XrdpOptions): Promise<{ desktop: Awaited<ReturnType<typeof display>>; viewer: RdpViewer }> {
  const [width, height, vncPort] = [640, 480, await freePort()];
  const desktop = await display({ kind: 'Xtigervnc', width, height, vncPort });
  const { port } = await startXrdp(lab, vncPort, options);
  const viewer = await RdpViewer.connect(lab, '127.0.0.1', port, 'tls', { width, height });
  viewer.type('\n');
  return { desktop, viewer };
}

/** With 16 bits a pixel it is Xtigervnc that gives fewer colours. */
test.each([
  { depth: 32, codec: 'planar', decibels: EXACT },
  { depth: 24, codec: 'interleaved', decibels: EXACT },
  { depth: 16, codec: 'interleaved', decibels: LOSSY },
] as const)(
  'xrdp, $depth bits a pixel: the display and its changes are shown, and input arrives',
  async ({ depth, codec, decibels }) => {
    const { desktop, viewer } = await toXrdp({ depth });
    await followed(viewer, desktop, decibels);
    expect([...viewer.codecs]).toContain(codec);
  },
);

test('xrdp: a display that changes its size is followed', async () => {
  const { desktop, viewer } = await toXrdp({});
  await untilShown(viewer, desktop.server, EXACT);
  for (const size of ['800x600', '1024x768', '640x480']) {
    await desktop.server.run('xrandr', '-s', size);
    await until(`a picture of ${size}`, () => `${viewer.picture.width}x${viewer.picture.height}` === size);
    await untilShown(viewer, desktop.server, EXACT);
  }
  await followed(viewer, desktop, EXACT);
});
