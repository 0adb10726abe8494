import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DesktopEvents, Rect, Size } from '../../src/desktop.js';
import { contains } from '../../src/geometry.js';
import { openPractice, type PracticeDesktop } from '../../src/practice/practice.js';

const SILENT: DesktopEvents = {
  damaged: () => {},
  resized: () => {},
  pointerMoved: () => {},
  pointerChanged: () => {},
  clipboardChanged: () => {},
  escapePressed: () => {},
  barPressed: () => {},
  lost: () => {},
};
const QUESTION = { title: 'May she?', lines: ['Anna asks.'], yes: 'Yes', no: 'No' };
const NEVER = new AbortController().signal;
const BAR = { text: 'Anna sees', buttons: [{ id: 'stop', label: 'Stop' }], alarming: false };

type Act = (desktop: PracticeDesktop) => void;

/** Everything that can happen on a desktop of this size. */
function acts({ width, height }: Size): fc.Arbitrary<Act> {
  const places = fc.record({ x: fc.integer({ min: -10, max: width + 10 }), y: fc.integer({ min: -10, max: height + 10 }) });
  const keys = fc.constantFrom(
    0x1e,
    0x0e,
    0x1c,
    0x1d,
    0x2a,
    0x2e,
    0x2f,
    0x2d,
    0x148,
    0x150,
    0x14b,
    0x147,
    0x14f,
    0x149,
    0x151,
    0x153,
  );
  return fc.oneof(
    places.map(
      (at): Act =>
        ({ input }) =>
          input.pointer(at),
    ),
    fc.tuple(fc.constantFrom('left' as const, 'right' as const), fc.boolean()).map(
      ([button, down]): Act =>
        ({ input }) =>
          input.button(button, down),
    ),
    fc.tuple(keys, fc.boolean()).map(
      ([key, down]): Act =>
        ({ input }) =>
          input.key(key, down),
    ),
    fc.constantFrom(0x41, 0x20, 0x5d0, 0x1f44d, 0x0a).map(
      (codePoint): Act =>
        ({ input }) =>
          input.character(codePoint),
    ),
    fc.integer({ min: -500, max: 500 }).map(
      (turn): Act =>
        ({ input }) =>
          input.wheel(0, turn),
    ),
    places.map(
      (at): Act =>
        (desktop) =>
          desktop.ownPress(at),
    ),
    keys.map(
      (key): Act =>
        (desktop) =>
          desktop.ownKey(key),
    ),
    fc.constantFrom(null, BAR, { ...BAR, alarming: true }).map(
      (bar): Act =>
        ({ overlay }) =>
          overlay.bar(bar),
    ),
    fc.constantFrom(null, { alarming: false }).map(
      (frame): Act =>
        ({ overlay }) =>
          overlay.frame(frame),
    ),
    fc.constant<Act>(({ overlay }) => void overlay.ask(QUESTION, NEVER)),
    fc.constant<Act>(({ input }) => input.releaseAll()),
  );
}

async function copied(desktop: PracticeDesktop): Promise<{ pixels: Uint8Array; damage: readonly Rect[] }> {
  const { pixels, damage } = await desktop.capture();
  return { pixels: pixels.slice(), damage };
}

describe('the practice desktop', () => {
  it('shows after any input what it would show drawn anew, and changes nowhere but in the damage', async () => {
    const size = { width: 700, height: 520 };
    await fc.assert(
      fc.asyncProperty(fc.array(acts(size), { minLength: 1, maxLength: 25 }), async (story) => {
        const desktop = await openPractice(size, SILENT);
        let before = (await copied(desktop)).pixels;
        for (const act of story) {
          act(desktop);
          const { pixels, damage } = await copied(desktop);
          expect(firstChange(before, pixels, size, damage)).toBeNull();
          before = pixels;
        }
        desktop.resize(size);
        expect(Buffer.compare(before, (await copied(desktop)).pixels)).toBe(0);
        await desktop.close();
      }),
      { numRuns: 12 },
    );
  });

  it('is the same every time', async () => {
    const [one, other] = await Promise.all([openPractice({}, SILENT), openPractice({}, SILENT)]);
    expect(Buffer.compare((await copied(one)).pixels, (await copied(other)).pixels)).toBe(0);
  });

  it('shows a typed key in a few milliseconds', async () => {
    const desktop = await openPractice({}, SILENT);
    await desktop.capture();
    const times: number[] = [];
    for (let letter = 0; letter < 200; letter++) {
      const start = performance.now();
      desktop.input.character(0x61 + (letter % 26));
      await desktop.capture();
      times.push(performance.now() - start);
      await new Promise((resolve) => setImmediate(resolve));
    }
    // 3 ms on an idle machine; the median, and twice of it, since tests run beside each other.
    expect(times.sort((a, b) => a - b)[100]).toBeLessThan(6);
  });

  it('closes windows and opens them again from the task bar', async () => {
    const desktop = await openPractice({}, SILENT);
    const whole = (await copied(desktop)).pixels;
    desktop.ownPress({ x: 533, y: 91 }); // closes the notes
    const without = await copied(desktop);
    expect(firstChange(whole, without.pixels, desktop.size, [])).not.toBeNull();
    desktop.ownPress({ x: 80, y: 778 }); // their button in the task bar
    expect(Buffer.compare(whole, (await copied(desktop)).pixels)).toBe(0);
  });

  it('moves its windows by their titles, and never out of reach', async () => {
    const desktop = await openPractice({}, SILENT);
    await desktop.capture();
    desktop.input.pointer({ x: 300, y: 91 });
    desktop.input.button('left', true);
    desktop.input.pointer({ x: 5000, y: 5000 });
    desktop.input.button('left', false);
    const away = (await copied(desktop)).pixels;
    desktop.input.pointer({ x: 1240, y: 740 }); // what is left of the title
    desktop.input.button('left', true);
    desktop.input.pointer({ x: 600, y: 300 });
    expect(Buffer.compare(away, (await copied(desktop)).pixels)).not.toBe(0);
  });

  it('takes only whole sizes that can be', async () => {
    for (const width of [0, -1, 1.5, 100_000, Number.NaN])
      await expect(openPractice({ width }, SILENT)).rejects.toThrow(RangeError);
    const smallest = await openPractice({ width: 1, height: 1 }, SILENT);
    expect((await smallest.capture()).damage).toEqual([{ x: 0, y: 0, width: 1, height: 1 }]);
  });

  it('tells another size, and shows all of it', async () => {
    const sizes: Size[] = [];
    const desktop = await openPractice({}, { ...SILENT, resized: (size) => sizes.push(size) });
    await desktop.capture();
    desktop.resize({ width: 800, height: 600 });
    await new Promise((resolve) => setImmediate(resolve));
    expect(sizes).toEqual([{ width: 800, height: 600 }]);
    expect((await desktop.capture()).damage).toEqual([{ x: 0, y: 0, width: 800, height: 600 }]);
  });
});

/** The first place that changed outside of the damage. */
function firstChange(
  before: Uint8Array,
  after: Uint8Array,
  { width }: Size,
  damage: readonly Rect[],
): { x: number; y: number } | null {
  const one = new Uint32Array(before.buffer);
  const other = new Uint32Array(after.buffer);
  for (let at = 0; at < one.length; at++) {
    if (one[at] === other[at]) continue;
    const place = { x: at % width, y: Math.floor(at / width) };
    if (!damage.some((area) => contains(area, place))) return place;
  }
  return null;
}
