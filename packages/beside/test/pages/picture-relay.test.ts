import type { ReceivedRect } from '@beside/rdp';
import { PictureCanvas, RemoteFxEncoder, readPictureMessage } from '@beside/rdp/codecs';
import { beforeEach, describe, expect, it } from 'vitest';
import type { PictureSource } from '../../src/expert/picture-sink.js';
import type { PictureTaker } from '../../src/pages/app.js';
import { PictureRelay } from '../../src/pages/picture-relay.js';
import type { PictureNote } from '../../src/pages/protocol.js';

const MEGABYTE = 1024 * 1024;

/** What the relay asks of the session, in words. */
let asked: string[];
const source: PictureSource = {
  acknowledge: (frameId) => asked.push(`acknowledge ${frameId}`),
  suppress: (suppressed) => asked.push(suppressed ? 'suppress' : 'allow'),
  refresh: () => asked.push('refresh'),
};

/** A page, which takes nothing by itself. */
class Page implements PictureTaker {
  /** Notes by their names, pictures by their codecs. */
  readonly got: string[] = [];
  readonly notes: PictureNote[] = [];
  readonly pictures: Uint8Array[] = [];
  waiting = 0;

  note(note: PictureNote): void {
    this.notes.push(note);
    this.got.push(note.note === 'frame-end' ? `frame-end ${note.frameId}` : note.note);
  }

  picture(bytes: Uint8Array): void {
    this.pictures.push(bytes);
    this.got.push(
      readPictureMessage(bytes)
        .map(({ codec }) => codec)
        .join(' '),
    );
  }

  queued(): number {
    return this.waiting;
  }

  end(why: string): void {
    this.got.push(why);
  }

  /** What came since the last time. */
  take(): string[] {
    return this.got.splice(0);
  }
}

const rect = (mark = 1): ReceivedRect => ({
  ...{ x: 0, y: 0, width: 1, height: 1, codedWidth: 1, codedHeight: 1 },
  ...{ codec: 'raw', bitsPerPixel: 32, data: Uint8Array.of(mark, mark, mark, mark) },
});

let relay: PictureRelay;
let page: Page;

beforeEach(() => {
  asked = [];
  page = new Page();
  relay = new PictureRelay().from(source);
  relay.reset(64, 64);
});

/** A page that has the pictures of a novice that said yes. */
function watched() {
  const feed = relay.attach(page);
  relay.begin();
  page.take();
  asked = [];
  return feed;
}

describe('pictures', () => {
  it('go to the page as they are coded, by one copy', () => {
    watched();
    const sent = rect(7);
    relay.paint([sent, rect(8)]);
    sent.data.fill(0);
    expect(page.take()).toEqual(['raw raw']);
    expect(readPictureMessage(page.pictures[0]!)).toEqual([rect(7), rect(8)]);
  });

  it('are acknowledged when the page has painted them, and once', () => {
    const feed = watched();
    relay.paint([rect()]);
    relay.endFrame(5);
    expect(page.take()).toEqual(['raw', 'frame-end 5']);
    expect(asked).toEqual([]);
    feed.painted(6);
    expect(asked).toEqual([]);
    feed.painted(5);
    feed.painted(5);
    expect(asked).toEqual(['acknowledge 5']);
  });

  it('are acknowledged with all before them', () => {
    const feed = watched();
    for (const frameId of [1, 2, 3]) relay.endFrame(frameId);
    feed.painted(2);
    expect(asked).toEqual(['acknowledge 1', 'acknowledge 2']);
  });

  it('are not wanted without a page, and what comes all the same is acknowledged', () => {
    relay.begin();
    expect(asked).toEqual(['suppress']);
    relay.paint([rect()]);
    relay.endFrame(1);
    expect(asked).toEqual(['suppress', 'acknowledge 1']);
  });

  it('are asked for anew by a page that comes in the middle', () => {
    relay.begin();
    asked = [];
    relay.attach(page);
    expect(page.notes).toEqual([{ note: 'reset', width: 64, height: 64 }]);
    expect(asked).toEqual(['allow', 'refresh']);
    relay.paint([rect()]);
    expect(page.take()).toEqual(['reset', 'raw']);
  });

  it('go to a page that was there before the session, from their first', () => {
    relay = new PictureRelay();
    relay.attach(page);
    expect(page.take()).toEqual([]);
    relay.from(source);
    relay.reset(10, 20);
    relay.paint([rect()]);
    relay.begin();
    relay.paint([rect()]);
    expect(page.take()).toEqual(['reset', 'raw', 'reset', 'raw']);
    expect(asked).toEqual([]);
  });

  it('are for the last page that asked, and the one before paints for nobody', () => {
    const feed = watched();
    relay.endFrame(1);
    const other = new Page();
    relay.attach(other);
    expect(page.take()).toEqual(['frame-end 1', 'taken']);
    expect(asked).toEqual(['acknowledge 1', 'allow', 'refresh']);
    asked = [];
    relay.endFrame(2);
    feed.painted(2);
    feed.drained();
    feed.close();
    relay.paint([rect()]);
    expect(asked).toEqual([]);
    expect(other.take()).toEqual(['reset', 'frame-end 2', 'raw']);
    expect(page.take()).toEqual([]);
  });

  it('are not wanted any more when the page goes, and its frames are acknowledged', () => {
    const feed = watched();
    relay.endFrame(1);
    feed.close();
    feed.close();
    expect(asked).toEqual(['acknowledge 1', 'suppress']);
    relay.paint([rect()]);
    expect(page.take()).toEqual(['frame-end 1']);
  });

  it('before consent are not suppressed when a page goes: the novice is not shown then', () => {
    relay.attach(page).close();
    expect(asked).toEqual([]);
  });

  it('end with the session', () => {
    const feed = watched();
    relay.endFrame(1);
    relay.end();
    feed.close();
    expect(page.take()).toEqual(['frame-end 1', 'over']);
    expect(asked).toEqual([]);
  });
});

describe('a page that is behind', () => {
  it('gets nothing above 8 MB until it has taken all, and then the whole picture', () => {
    const feed = watched();
    page.waiting = 8 * MEGABYTE;
    relay.paint([rect()]);
    expect(asked).toEqual([]);
    page.waiting++;
    relay.paint([rect()]);
    relay.paint([rect()]);
    relay.endFrame(1);
    expect(asked).toEqual(['suppress', 'acknowledge 1']);
    feed.drained();
    expect(page.take()).toEqual(['raw']);
    page.waiting = 0;
    asked = [];
    feed.drained();
    feed.drained();
    expect(asked).toEqual(['allow', 'refresh']);
    relay.paint([rect()]);
    expect(page.take()).toEqual(['raw']);
  });

  it('is told of no more frames than it may have to paint, though nothing is in them', () => {
    watched();
    for (let frameId = 0; frameId < 100; frameId++) relay.endFrame(frameId);
    expect(page.take()).toHaveLength(64);
    expect(asked).toEqual(['suppress', ...Array.from({ length: 36 }, (_, i) => `acknowledge ${64 + i}`)]);
  });

  it('with painting gets nothing either, whoever sends without waiting, until it has painted', () => {
    const feed = watched();
    for (let frameId = 0; frameId < 64; frameId++) relay.endFrame(frameId);
    relay.paint([rect()]);
    expect(asked).toEqual(['suppress']);
    feed.drained();
    feed.painted(62);
    expect(asked).not.toContain('allow');
    feed.painted(63);
    expect(asked.slice(-3)).toEqual(['acknowledge 63', 'allow', 'refresh']);
  });

  it('that is taken over is not waited for', () => {
    watched();
    page.waiting = 9 * MEGABYTE;
    relay.paint([rect()]);
    const other = new Page();
    relay.attach(other);
    relay.paint([rect()]);
    expect(other.take()).toEqual(['reset', 'raw']);
  });
});

describe('what a page needs besides pictures', () => {
  it('is told as it comes, and again to a page that comes later', () => {
    watched();
    relay.setPalette(Uint32Array.of(0xff000000, 0xffffffff));
    relay.setPointer({ width: 1, height: 1, hotX: 0, hotY: 0, pixels: Uint8Array.of(1, 2, 3, 4) });
    relay.movePointer(3, 4);
    const told: PictureNote[] = [
      { note: 'palette', colors: [0xff000000, 0xffffffff] },
      { note: 'pointer', image: { width: 1, height: 1, hotX: 0, hotY: 0, pixels: 'AQIDBA==' } },
      { note: 'pointer-position', x: 3, y: 4 },
    ];
    expect(page.notes.slice(-3)).toEqual(told);
    const other = new Page();
    relay.attach(other);
    expect(other.notes).toEqual([{ note: 'reset', width: 64, height: 64 }, ...told]);
  });

  it.each([null, 'default'] as const)('is also that the pointer is %s', (image) => {
    watched();
    relay.setPointer(image);
    expect(page.notes.at(-1)).toEqual({ note: 'pointer', image });
  });

  it('is forgotten with another size', () => {
    relay.setPalette(new Uint32Array(256));
    relay.setPointer(null);
    relay.movePointer(1, 1);
    relay.reset(32, 32);
    relay.attach(page);
    expect(page.take()).toEqual(['reset']);
  });
});

describe('RemoteFX', () => {
  /** Messages of one stream; the first alone has the headers. */
  function* stream(): Generator<ReceivedRect> {
    const encoder = new RemoteFxEncoder({ width: 64, height: 64, entropy: 'rlgr3', mode: 'video' });
    for (;;) {
      const data = encoder.encode(new Uint32Array(64 * 64).fill(0xff808080), 0, 64, 64, 64, 'fine').slice();
      const size = { width: 64, height: 64, codedWidth: 64, codedHeight: 64 };
      yield { x: 0, y: 0, ...size, codec: 'remotefx', bitsPerPixel: 32, data };
    }
  }
  /** What a page makes of messages: the colour in the middle. @throws ProtocolError */
  function decoded(messages: readonly Uint8Array[], canvas = new PictureCanvas(64, 64)): number {
    for (const message of messages) for (const one of readPictureMessage(message)) canvas.apply(one);
    return canvas.pixels[32 * 64 + 32]! & 0xff;
  }
  const next = (rects: Generator<ReceivedRect>) => rects.next().value as ReceivedRect;
  /** The two parts of a message: its headers and the beginning of the frame, and the rest of that. */
  function halves({ data, ...place }: ReceivedRect): [ReceivedRect, ReceivedRect] {
    const view = new DataView(data.buffer, data.byteOffset);
    let at = 0;
    while (view.getUint16(at, true) !== 0xccc6) at += view.getUint32(at + 2, true);
    return [
      { ...place, data: data.subarray(0, at) },
      { ...place, data: data.subarray(at) },
    ];
  }

  it('is understood by a page that comes when the headers are past', () => {
    const rects = stream();
    relay.begin();
    relay.paint([next(rects)]);
    relay.attach(page);
    relay.paint([rect(), next(rects)]);
    expect(page.take()).toEqual(['reset', 'remotefx', 'raw remotefx']);
    expect(decoded(page.pictures)).toBeCloseTo(0x80, -1);
  });

  it('is told its headers in front of the first message, and no more', () => {
    watched();
    const rects = stream();
    relay.paint([next(rects)]);
    relay.paint([next(rects)]);
    expect(page.take()).toEqual(['remotefx', 'remotefx', 'remotefx']);
  });

  it('begins with a whole frame for a page that comes in the middle of one', () => {
    const rects = stream();
    const [first, second] = halves(next(rects));
    relay.begin();
    relay.paint([first]);
    relay.attach(page);
    relay.paint([second, rect()]);
    relay.paint([next(rects)]);
    expect(page.take()).toEqual(['reset', 'raw', 'remotefx', 'remotefx']);
    expect(decoded(page.pictures)).toBeCloseTo(0x80, -1);
  });

  it('goes on for a page that was behind in the middle of a frame', () => {
    const feed = watched();
    const rects = stream();
    const [first, second] = halves(next(rects));
    relay.paint([first]);
    page.waiting = 9 * MEGABYTE;
    relay.paint([second]);
    page.waiting = 0;
    feed.drained();
    relay.paint([next(rects)]);
    expect(decoded(page.pictures)).toBeCloseTo(0x80, -1);
  });

  it('that is none ends the session: it is the novice’s fault', () => {
    watched();
    expect(() => relay.paint([{ ...rect(), codec: 'remotefx', data: Uint8Array.of(1, 2, 3) }])).toThrow('remotefx');
  });
});
