import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { psnr } from '../packages/rdp/test/codecs/psnr.js';
import type { Beside } from './lab/beside.js';
import { until } from './lab/lab.js';
import { Namespace } from './lab/namespaces.js';
import { NoviceDesktop } from './lab/novice-desktop.js';
import { RdpViewer } from './lab/rdp-viewer.js';
import { differing, picture, untilSamePicture } from './lab/screen.js';
import { freePort, startShadow } from './lab/shadow.js';
import { Stage } from './lab/stage.js';
import { open, reseal } from './lab/tickets.js';
import { WireTap } from './lab/wire-tap.js';
import { XServer } from './lab/x-server.js';
import type { Xfreerdp } from './lab/xfreerdp.js';
import { startXrdp } from './lab/xrdp.js';

/**
 * Standard RDP Security between computers that are not one: FreeRDP is on the other side of a network link, and everything goes
 * through somebody who reads the wire.
 */
let stage: Stage;
let elsewhere: Namespace;
beforeAll(async () => {
  stage = await Stage.set();
  elsewhere = await Namespace.make(stage.lab);
});
afterEach(() => stage.clear());
afterAll(() => stage?.end());

/** An expert elsewhere whose connection is tapped, and who sees. */
async function join(...options: string[]): Promise<{ beside: Beside; expert: Xfreerdp; tap: WireTap }> {
  const beside = await stage.invite({ options: ['--for', 'windows'] });
  const tap = await WireTap.start(stage.lab, elsewhere.near, { host: elsewhere.near, port: beside.port });
  const file = reseal(stage.lab, beside.file, beside.password, { port: { from: beside.port, to: tap.port } });
  const expert = stage.open(beside, { file, options, within: elsewhere });
  await beside.event('consent-asked');
  beside.say('y');
  await beside.event('viewing');
  await expert.window();
  await untilSamePicture(stage.desktop.server, stage.display);
  return { beside, expert, tap };
}

test('the key on the wire is the one that the ticket names, 128 bits are agreed, and nothing goes in the clear', async () => {
  const { beside, tap } = await join('/sec:rdp');
  expect(tap.selectedProtocol).toBe(0);
  expect(tap.security).toMatchObject({ method: 2, level: 3 });
  const digest = (algorithm: string) =>
    createHash(algorithm)
      .update(tap.security?.keyBlob ?? '')
      .digest('base64');
  const { keyHashes } = open(beside.file, beside.password);
  expect(keyHashes.map(({ algorithm }) => algorithm)).toEqual(['sha1', 'sha256']);
  for (const { algorithm, digest: said } of keyHashes) expect(said).toBe(digest(algorithm));
  expect([tap.fromExpert.clear, tap.fromNovice.clear]).toEqual([0, 0]);
  expect(Math.min(tap.fromExpert.salted, tap.fromNovice.salted)).toBeGreaterThan(0);
});

test('a whole session goes on beyond the updates of the keys: control, typing, pictures', async () => {
  const session = await join('/sec:rdp');
  const { expert, tap } = session;
  await stage.grantControl(session);
  const { desktop, display } = stage;
  const terminal = await desktop.terminal();
  if (!terminal) throw new Error('the terminal is gone');
  const busy = desktop.busy();
  try {
    const packets = () => Math.min(tap.fromExpert.encrypted, tap.fromNovice.encrypted);
    for (let round = 0; packets() <= 4200; round++) {
      if (round > 80) throw new Error(`too few packets: ${packets()}`);
      const moves = Array.from({ length: 300 }, (_, i) => ['mousemove', 100 + ((7 * i) % 500), 100 + (i % 300), 'sleep', 0.001]);
      await display.xdotool(...moves.flat());
    }
  } finally {
    await busy.end();
  }
  await untilSamePicture(desktop.server, display);
  await expert.click(terminal.x + 50, terminal.y + 100);
  const before = desktop.typed.length;
  await expert.type('still here');
  await until('the words in the terminal', () => desktop.typed.slice(before) === 'still here');
  await untilSamePicture(desktop.server, display);
  expect([tap.fromExpert.clear, tap.fromNovice.clear]).toEqual([0, 0]);
});

test('what somebody changes on the way ends the session, and has no effect', async () => {
  const session = await join('/sec:rdp');
  const { beside, expert, tap } = session;
  await stage.grantControl(session);
  stage.recorder.forget();
  tap.spoil();
  await expert.key('a');
  expect(await beside.event('ended')).toMatchObject({ reason: 'malformed' });
  expect(stage.recorder.injected).toEqual([]);
});

test('an expert that offers TLS as well gets TLS', async () => {
  const { tap } = await join();
  expect(tap.selectedProtocol).toBe(1);
});

test('Beside’s client sees and moves what FreeRDP’s server shows, beyond the updates of the keys', async () => {
  // A desktop of its own: of the noise that the other one has for a wallpaper the RemoteFX of FreeRDP's server keeps 33 dB, for FreeRDP's
  // own client as well.
  const desktop = await NoviceDesktop.start(stage.lab);
  const { server } = desktop;
  await server.run('xsetroot', '-solid', '#c0571e');
  const shadow = await startShadow(stage.lab, server, { security: 'rdp', within: elsewhere });
  try {
    const tap = await WireTap.start(stage.lab, elsewhere.near, shadow);
    const viewer = await RdpViewer.connect(stage.lab, elsewhere.near, tap.port, 'standard');
    expect(tap.security).toMatchObject({ method: 2, keyBlob: viewer.keyBlob });
    const alike = async () => psnr(viewer.picture.pixels, (await picture(server)).pixels) >= 35;
    await until('the picture of the display', alike);
    const busy = desktop.busy();
    try {
      for (let i = 0; Math.min(tap.fromExpert.encrypted, tap.fromNovice.encrypted) <= 4200; i++) {
        if (viewer.ended) throw new Error(`the connection ended: ${viewer.ended.reason}`, { cause: viewer.ended.error });
        if (i > 3000) throw new Error(`too few packets: ${tap.fromExpert.encrypted} and ${tap.fromNovice.encrypted}`);
        for (let k = 0; k < 5; k++) viewer.move((5 * i + k) % 700, i % 500);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    } finally {
      await busy.end();
    }
    await until('the picture of the display after all that', alike);
    viewer.move(321, 123);
    await until('the pointer at its place', async () => (await server.xdotool('getmouselocation')).startsWith('x:321 y:123 '));
    expect([tap.fromExpert.clear, tap.fromNovice.clear]).toEqual([0, 0]);
  } finally {
    await shadow.program.end();
  }
});

/** xrdp encrypts for programs of the same computer as well. */
test('Beside’s client sees and moves what xrdp shows, pixel by pixel', async () => {
  const { lab } = stage;
  const [width, height, vncPort] = [640, 480, await freePort()];
  const server = await XServer.start(lab, { kind: 'Xtigervnc', width, height, vncPort });
  await server.run('xsetroot', '-mod', '16', '16', '-fg', 'red', '-bg', 'blue');
  const { program, port } = await startXrdp(lab, vncPort, { security: 'rdp' });
  const tap = await WireTap.start(lab, '127.0.0.1', { host: '127.0.0.1', port });
  const viewer = await RdpViewer.connect(lab, '127.0.0.1', tap.port, 'standard', { width, height });
  expect(tap.security).toMatchObject({ method: 2, keyBlob: viewer.keyBlob });
  viewer.type('\n');
  await until('the picture of the display', async () => differing(viewer.picture, await picture(server)) === 0);
  viewer.move(321, 123);
  await until('the pointer at its place', async () => (await server.xdotool('getmouselocation')).startsWith('x:321 y:123 '));
  expect([tap.fromExpert.clear, tap.fromNovice.clear]).toEqual([0, 0]);
  await program.end();
});
