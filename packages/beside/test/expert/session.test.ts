import { LinkError } from '@beside/link';
import type { ReceivedRect } from '@beside/rdp';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Connection, ConnectionEvent } from '../../src/expert/connection.js';
import { Picture } from '../../src/expert/picture.js';
import type { ExpertReport } from '../../src/expert/report.js';
import { ExpertSession } from '../../src/expert/session.js';

const SCREEN = { width: 4, height: 3 };
/** Of 8 bits a pixel, and no palette has come. */
const HOSTILE: ReceivedRect = {
  ...{ x: 0, y: 0, width: 4, height: 3, codedWidth: 4, codedHeight: 3 },
  ...{ codec: 'raw', bitsPerPixel: 8, data: new Uint8Array(12) },
};

/** A link that keeps whether it was cut. */
class FakeLink {
  error: LinkError | undefined;
  cut = false;
  /** Nothing stands behind it: no call of the engine comes to anything. */
  run(): void {}
  destroy(): void {
    this.cut = true;
  }
}

let link: FakeLink;
let reports: ExpertReport[];
let faults: unknown[];
let session: ExpertSession<Picture>;
const event = (told: unknown) => session.event(told as ConnectionEvent);

beforeEach(() => {
  link = new FakeLink();
  reports = [];
  faults = [];
  session = new ExpertSession({ link, listen: () => undefined } as unknown as Connection, {
    report: (report) => reports.push(report),
    picture: (source) => new Picture(source),
    chatSent: () => undefined,
    downloads: '/',
    progressEvery: 0,
    askFile: () => undefined,
    withdrawFile: () => undefined,
    fault: (error) => faults.push(error),
  });
  event({ type: 'resized', ...SCREEN });
  event({ type: 'viewing', ...SCREEN });
});

describe('a session', () => {
  it('is cut by a picture that is none, which is the novice’s fault; that is told once', async () => {
    event({ type: 'picture', rects: [HOSTILE] });
    expect(link.cut).toBe(true);
    expect(session.viewing).toBe(false);
    event({ type: 'ended', reason: 'connection-lost' });
    session.closed(undefined);
    expect(await session.over).toEqual({ reason: 'malformed', refused: false });
    expect(reports.filter((report) => report.event === 'ended')).toEqual([{ event: 'ended', reason: 'malformed' }]);
    expect(faults).toEqual([]);
  });

  it.each(['stalled', 'fault'] as const)(
    'that the link cut as %s ended of that, though the engine saw only the loss',
    async (code) => {
      link.error = new LinkError(code);
      event({ type: 'ended', reason: 'connection-lost' });
      session.closed(link.error);
      expect(await session.over).toMatchObject({ reason: code });
      expect(faults).toHaveLength(code === 'fault' ? 1 : 0);
    },
  );

  it('tells what was not typed to its end before it tells of its own', async () => {
    event({ type: 'controlling' });
    const typed = session.type('a text');
    event({ type: 'ended', reason: 'novice' });
    expect(await typed).toBe(false);
    expect(reports.slice(-2)).toEqual([
      { event: 'typed', all: false },
      { event: 'ended', reason: 'novice' },
    ]);
  });

  it('lets nobody wait who waits for what no longer comes', async () => {
    const controlled = session.until(() => session.controlling);
    session.closed(undefined);
    expect(await controlled).toBe(false);
    expect(await session.until(() => session.viewing)).toBe(false);
    expect(await session.over).toEqual({ reason: 'connection-lost', refused: false });
  });

  it('remembers that the novice did not let the expert in', async () => {
    event({ type: 'refused', why: 'novice-said-no' });
    event({ type: 'ended', reason: 'refused' });
    session.closed(undefined);
    expect(await session.over).toEqual({ reason: 'refused', refused: true });
  });
});
