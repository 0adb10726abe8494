import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Bar, Capture, Desktop, DesktopEvents, Monitor, Point, PointerShape, Question, Rect, Size } from '../src/desktop.js';
import { contains, intersect } from '../src/geometry.js';
import { barCard } from '../src/overlay/bar.js';
import { type Card, scaleFor } from '../src/overlay/card.js';
import { questionCard } from '../src/overlay/question.js';
import { until } from './x-server.js';

/** A desktop to be judged, and the hands and programs around it that it does not have itself. */
export interface Candidate {
  readonly desktop: Desktop;
  /** Inside of a window on which what is typed shows, after a click there. */
  readonly paper: Rect;
  /** The novice's own mouse clicks at a place. */
  ownPress(at: Point): Promise<void>;
  /** The novice's own keyboard presses and releases a key; PC scan code set 1. */
  ownKey(scancode: number): Promise<void>;
  /** Another program puts text into the clipboard. */
  copies(text: string): Promise<void>;
  /** Another program takes the text out of the clipboard. */
  pastes(): Promise<string | null>;
  /** Puts away what was started for it, after the desktop was closed. */
  leave(): Promise<void>;
}

/** Everything that a desktop told. */
class Notes implements DesktopEvents {
  damages = 0;
  sizes = 0;
  readonly points: Point[] = [];
  readonly shapes: (PointerShape | null)[] = [];
  readonly clipboards: (string | null)[] = [];
  readonly bars: string[] = [];
  readonly errors: Error[] = [];
  escapes = 0;
  /** How often anything was told. */
  told = 0;

  damaged(): void {
    this.told++;
    this.damages++;
  }
  resized(_size: Size, _monitors: readonly Monitor[]): void {
    this.told++;
    this.sizes++;
  }
  pointerMoved(at: Point): void {
    this.told++;
    this.points.push(at);
  }
  pointerChanged(shape: PointerShape | null): void {
    this.told++;
    this.shapes.push(shape);
  }
  clipboardChanged(text: string | null): void {
    this.told++;
    this.clipboards.push(text);
  }
  escapePressed(): void {
    this.told++;
    this.escapes++;
  }
  barPressed(id: string): void {
    this.told++;
    this.bars.push(id);
  }
  lost(error: Error): void {
    this.told++;
    this.errors.push(error);
  }
}

/** Scan codes, set 1. */
const KEY = { escape: 0x01, y: 0x15, n: 0x31, a: 0x1e, leftShift: 0x2a, tab: 0x0f, enter: 0x1c } as const;
const QUESTION: Question = {
  title: 'Let Anna control your computer?',
  lines: ['You can take control back at any time: press Esc.'],
  yes: 'Yes, let her',
  no: 'No',
};
const BAR: Bar = {
  text: 'Anna sees your screen',
  buttons: [
    { id: 'pause', label: 'Pause' },
    { id: 'stop', label: 'Stop' },
  ],
  alarming: false,
};

/**
 * What every desktop does. A backend's test calls it once.
 *
 * @param open opens a fresh desktop, told to `events`
 */
export function complianceSuite(name: string, open: (events: DesktopEvents) => Promise<Candidate>): void {
  describe(`${name} is a desktop`, () => {
    let notes: Notes;
    let candidate: Candidate;
    let desktop: Desktop;

    beforeEach(async () => {
      notes = new Notes();
      candidate = await open(notes);
      desktop = candidate.desktop;
    });
    afterEach(async () => {
      await desktop?.close();
      await candidate?.leave();
    });

    /** Captures until two in a row find nothing new, and returns the last one, copied. */
    const still = async (): Promise<Picture> => {
      for (let quiet = 0; ; ) {
        const { damage } = await desktop.capture();
        quiet = damage.length === 0 ? quiet + 1 : 0;
        if (quiet > 2) return copied(await desktop.capture());
        await pause();
      }
    };

    /** Does something and waits until the picture has changed; returns it before and after, and the damage told. */
    const changing = async (act: () => void | Promise<void>, where?: Rect) => {
      const before = await still();
      const damage: Rect[] = [];
      await act();
      const after = await until('the picture to change', async () => {
        const capture = await desktop.capture();
        damage.push(...capture.damage);
        return changed(before, capture, where) ? copied(capture) : null;
      });
      return { before, after, damage };
    };

    const click = (at: Point) => {
      desktop.input.pointer(at);
      desktop.input.button('left', true);
      desktop.input.button('left', false);
    };

    const primary = () => desktop.monitors.find((monitor) => monitor.primary) ?? desktop.monitors[0]!;

    describe('its picture', () => {
      it('is damaged everywhere at first, and nowhere while nothing changes', async () => {
        const first = await desktop.capture();
        expect(first.damage).toEqual([{ x: 0, y: 0, width: first.width, height: first.height }]);
        await still();
        expect((await desktop.capture()).damage).toEqual([]);
      });

      it('has the size that the desktop has, with all monitors inside and one of them primary', async () => {
        const { width, height, stride, pixels } = await desktop.capture();
        expect({ width, height }).toEqual({ width: desktop.size.width, height: desktop.size.height });
        expect(stride).toBeGreaterThanOrEqual(width * 4);
        expect(pixels.length).toBeGreaterThanOrEqual(stride * (height - 1) + width * 4);
        expect(desktop.monitors.filter((monitor) => monitor.primary)).toHaveLength(1);
        for (const monitor of desktop.monitors) {
          expect(intersect(monitor, { x: 0, y: 0, width, height })).toMatchObject({
            width: monitor.width,
            height: monitor.height,
          });
        }
      });

      it('tells damage once until it is captured again', async () => {
        click(centre(candidate.paper));
        await still();
        notes.damages = 0;
        desktop.input.character(0x41);
        await until('damage', () => notes.damages > 0);
        desktop.input.character(0x42);
        await pause();
        expect(notes.damages).toBe(1);
        await still();
        notes.damages = 0;
        desktop.input.character(0x43);
        await until('damage again', () => notes.damages > 0);
      });

      it('changes nowhere but in the damage, which never overlaps', async () => {
        click(centre(candidate.paper));
        const { before, after, damage } = await changing(() => {
          for (const letter of 'Hello') desktop.input.character(letter.codePointAt(0)!);
        }, candidate.paper);
        for (const [x, y] of differences(before, after)) {
          expect(damage.some((area) => contains(area, { x, y }))).toBe(true);
        }
        desktop.input.character(0x21);
        const parts = await until('damage', async () => nonEmpty((await desktop.capture()).damage));
        for (const [index, one] of parts.entries()) {
          for (const other of parts.slice(index + 1)) expect(intersect(one, other)).toBeUndefined();
          expect(intersect(one, { x: 0, y: 0, ...desktop.size })).toEqual(one);
        }
      });
    });

    describe('its input', () => {
      it('types keys and characters, also ones that no key has', async () => {
        click(centre(candidate.paper));
        await changing(() => press(desktop, KEY.a), candidate.paper);
        for (const character of ['é', 'Ж', '☺']) {
          await changing(() => desktop.input.character(character.codePointAt(0)!), candidate.paper);
        }
      });

      it('tells where the pointer goes, and keeps it on the desktop', async () => {
        desktop.input.pointer({ x: 41, y: 57 });
        await until('the move', () => notes.points.some(({ x, y }) => x === 41 && y === 57));
        desktop.input.pointer({ x: 1_000_000, y: -3 });
        const { width } = desktop.size;
        await until('the corner', () => notes.points.some(({ x, y }) => x === width - 1 && y === 0));
      });

      it('tells how the pointer looks, also when that changes', async () => {
        await until('a shape', () => notes.shapes.length > 0);
        const before = notes.shapes.length;
        desktop.input.pointer(centre(candidate.paper));
        const shape = await until('another shape', () => (notes.shapes.length > before ? notes.shapes.at(-1) : null));
        expect(shape.pixels).toHaveLength(shape.width * shape.height * 4);
        expect(contains({ x: 0, y: 0, ...shape }, shape.hot)).toBe(true);
      });

      it('selects by dragging, and stops when everything is released', async () => {
        click(centre(candidate.paper));
        for (const letter of 'drag me') desktop.input.character(letter.codePointAt(0)!);
        await still();
        const { x, y, width, height } = candidate.paper;
        await changing(() => {
          desktop.input.pointer({ x: x + 2, y: y + 2 });
          desktop.input.button('left', true);
          desktop.input.pointer({ x: x + width - 2, y: y + height - 2 });
        }, candidate.paper);
        desktop.input.releaseAll();
        const released = await still();
        desktop.input.pointer({ x: x + 2, y: y + Math.floor(height / 2) });
        expect(changed(released, await still(), candidate.paper)).toBe(false);
      });

      it('releases held keys: a Shift that was held no longer makes capitals', async () => {
        click(centre(candidate.paper));
        const plain = (await changing(() => press(desktop, KEY.a), candidate.paper)).after;
        expect(plain).toBeDefined();
        desktop.input.key(KEY.leftShift, true);
        desktop.input.releaseAll();
        const { before, after } = await changing(() => press(desktop, KEY.a), candidate.paper);
        desktop.input.key(KEY.leftShift, true);
        const shifted = await changing(() => press(desktop, KEY.a), candidate.paper);
        desktop.input.key(KEY.leftShift, false);
        expect(inked(before, after)).not.toBe(inked(shifted.before, shifted.after));
      });

      it('does nothing for keys and characters that there are not', async () => {
        click(centre(candidate.paper));
        const before = await still();
        for (const scancode of [0x7f, 0x1ff, 0x3ff, -1, 65536]) press(desktop, scancode);
        for (const codePoint of [0xd800, 0x110000, -1]) desktop.input.character(codePoint);
        expect(changed(before, await still(), candidate.paper)).toBe(false);
      });
    });

    describe('its question', () => {
      const place = (id: 'yes' | 'no') => {
        const monitor = primary();
        const card = questionCard(QUESTION, scaleFor(monitor), monitor);
        return buttonPlace(card, id, {
          x: monitor.x + Math.floor((monitor.width - card.size.width) / 2),
          y: monitor.y + Math.floor((monitor.height - card.size.height) / 2),
        });
      };
      const ask = () => {
        const withdrawal = new AbortController();
        const asked = { answer: null as string | null, withdraw: () => withdrawal.abort() };
        void desktop.overlay.ask(QUESTION, withdrawal.signal).then((answer) => {
          asked.answer = answer;
        });
        return asked;
      };

      it('is seen, and gone without a trace once it is answered', async () => {
        const before = await still();
        const asked = ask();
        const shown = await until('the question', async () => {
          const picture = await still();
          return changed(before, picture) ? picture : null;
        });
        expect(changed(before, shown, around(place('yes'), 10))).toBe(true);
        await pressUntil(
          () => candidate.ownPress(place('yes')),
          () => asked.answer,
        );
        expect(asked.answer).toBe('yes');
        desktop.input.pointer({ x: 0, y: 0 });
        await until('the picture from before', async () => !changed(before, await still(), around(place('yes'), 10)));
      });

      it.each(['yes', 'no'] as const)('is answered %s by a press of the novice', async (answer) => {
        const asked = ask();
        await pressUntil(
          () => candidate.ownPress(place(answer)),
          () => asked.answer,
        );
        expect(asked.answer).toBe(answer);
      });

      it.each([
        ['yes', KEY.y],
        ['no', KEY.n],
        ['no', KEY.escape],
      ] as const)('is answered %s by key %d of the novice', async (answer, key) => {
        const asked = ask();
        await pressUntil(
          () => candidate.ownKey(key),
          () => asked.answer,
        );
        expect(asked.answer).toBe(answer);
      });

      it('is not answered by Return before a button was chosen, and then by that one', async () => {
        const asked = ask();
        await still();
        await pause(SETTLED);
        await candidate.ownKey(KEY.enter);
        await pause(100);
        expect(asked.answer).toBeNull();
        await candidate.ownKey(KEY.tab);
        await candidate.ownKey(KEY.tab);
        await candidate.ownKey(KEY.enter);
        await until('the answer', () => asked.answer);
        expect(asked.answer).toBe('no');
      });

      it('is not answered by injected clicks, keys and characters, nor do they reach what is below', async () => {
        desktop.input.pointer({ x: 0, y: 0 });
        const before = await still();
        const asked = ask();
        await still();
        await pause(SETTLED);
        for (const id of ['yes', 'no'] as const) click(place(id));
        for (const key of [KEY.y, KEY.n, KEY.tab, KEY.enter, KEY.escape]) press(desktop, key);
        for (const letter of 'yn\r') desktop.input.character(letter.codePointAt(0)!);
        await pause(300);
        expect(asked.answer).toBeNull();
        expect(notes.escapes).toBe(0);
        await pressUntil(
          () => candidate.ownPress(place('no')),
          () => asked.answer,
        );
        expect(asked.answer).toBe('no');
        desktop.input.pointer({ x: 0, y: 0 });
        await until('the picture from before', async () => !changed(before, await still()));
      });

      it('is withdrawn by its asker, and never shown when it was withdrawn before', async () => {
        const asked = ask();
        await still();
        asked.withdraw();
        await until('the withdrawal', () => asked.answer);
        expect(asked.answer).toBe('withdrawn');
        const aborted = AbortSignal.abort();
        expect(await desktop.overlay.ask(QUESTION, aborted)).toBe('withdrawn');
      });

      it('waits for its turn while another is open', async () => {
        const first = ask();
        const second = ask();
        await pressUntil(
          () => candidate.ownPress(place('yes')),
          () => first.answer,
        );
        expect(second.answer).toBeNull();
        await pressUntil(
          () => candidate.ownPress(place('no')),
          () => second.answer,
        );
        expect([first.answer, second.answer]).toEqual(['yes', 'no']);
      });

      it('is withdrawn when the desktop is closed', async () => {
        const asked = ask();
        await still();
        await desktop.close();
        await until('the withdrawal', () => asked.answer);
        expect(asked.answer).toBe('withdrawn');
      });
    });

    describe('its bar and frame', () => {
      const place = (id: string) => {
        const monitor = primary();
        const card = barCard(BAR, scaleFor(monitor), monitor);
        return buttonPlace(card, id, { x: monitor.x + Math.floor((monitor.width - card.size.width) / 2), y: monitor.y });
      };
      const edge = () => ({ x: 0, y: Math.floor(desktop.size.height / 2), width: 2, height: 2 });

      it('are seen while they are shown, alarming ones in another colour', async () => {
        const before = await still();
        await changing(() => desktop.overlay.bar(BAR), around(place('stop'), 4));
        await changing(() => desktop.overlay.frame({ alarming: false }), edge());
        const calm = colourAt(await still(), edge());
        await changing(() => desktop.overlay.frame({ alarming: true }), edge());
        expect(colourAt(await still(), edge())).not.toBe(calm);
        desktop.overlay.bar(null);
        desktop.overlay.frame(null);
        await until(
          'both to be gone',
          async () => !changed(before, await still(), edge()) && !changed(before, await still(), around(place('stop'), 4)),
        );
      });

      it('tell a press of the novice and no injected one', async () => {
        await changing(() => desktop.overlay.bar(BAR), around(place('stop'), 4));
        click(place('stop'));
        await pause(200);
        expect(notes.bars).toEqual([]);
        await candidate.ownPress(place('stop'));
        await candidate.ownPress(place('pause'));
        await until('the presses', () => notes.bars.length >= 2);
        expect(notes.bars).toEqual(['stop', 'pause']);
      });

      it('tell the novice’s own Esc, and no injected one', async () => {
        await still();
        press(desktop, KEY.escape);
        await pause(200);
        expect(notes.escapes).toBe(0);
        await candidate.ownKey(KEY.escape);
        await until('Esc', () => notes.escapes > 0);
        expect(notes.escapes).toBe(1);
      });
    });

    describe('its clipboard', () => {
      it('gives text to other programs and takes it from them', async () => {
        expect(await desktop.clipboard()).toBeNull();
        desktop.setClipboard('from Beside: ünï ☺');
        await until('the text', async () => (await candidate.pastes()) === 'from Beside: ünï ☺');
        expect(await desktop.clipboard()).toBe('from Beside: ünï ☺');
        expect(notes.clipboards).toEqual([]);
        await candidate.copies('from another: שלום');
        await until('the other text', () => notes.clipboards.includes('from another: שלום'));
        expect(await desktop.clipboard()).toBe('from another: שלום');
      });
    });

    describe('once it is closed', () => {
      it('can be closed again, gives no picture and tells nothing', async () => {
        await still();
        desktop.overlay.bar(BAR);
        desktop.input.pointer({ x: 5, y: 5 });
        await desktop.close();
        const { told } = notes;
        await desktop.close();
        await expect(desktop.capture()).rejects.toMatchObject({ name: 'DesktopError', code: 'lost' });
        expect(() => {
          click({ x: 3, y: 3 });
          press(desktop, KEY.a);
          desktop.input.character(0x41);
          desktop.input.wheel(0, 120);
          desktop.input.locks({ scroll: false, num: false, caps: false, kana: false });
          desktop.input.releaseAll();
          desktop.setClipboard('late');
          desktop.overlay.bar(BAR);
          desktop.overlay.frame({ alarming: true });
        }).not.toThrow();
        expect(await desktop.overlay.ask(QUESTION, new AbortController().signal)).toBe('withdrawn');
        await pause(100);
        expect(notes.told).toBe(told);
      });
    });
  });
}

interface Picture extends Size {
  readonly pixels: Uint8Array;
  readonly stride: number;
}

/** For what has to be given time not to happen. */
function pause(time = 20): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, time));
}

/** A desktop leaves presses out until the novice has had time to see what was asked, and keys until typing has paused. */
const SETTLED = 500;

async function pressUntil(act: () => Promise<void>, answered: () => string | null): Promise<void> {
  await act();
  for (let time = 0; answered() === null && time < 4; time++) {
    await until('an answer', answered, SETTLED).catch(() => act());
  }
  await until('an answer', answered);
}

function press(desktop: Desktop, scancode: number): void {
  desktop.input.key(scancode, true);
  desktop.input.key(scancode, false);
}

function nonEmpty<T>(list: readonly T[]): readonly T[] | null {
  return list.length > 0 ? list : null;
}

function buttonPlace(card: Card, id: string, corner: Point): Point {
  const button = card.buttons.find((one) => one.id === id)!;
  const { x, y } = centre(button.area);
  return { x: corner.x + x, y: corner.y + y };
}

function centre({ x, y, width, height }: Rect): Point {
  return { x: x + Math.floor(width / 2), y: y + Math.floor(height / 2) };
}

function around({ x, y }: Point, reach: number): Rect {
  return { x: x - reach, y: y - reach, width: 2 * reach, height: 2 * reach };
}

function copied({ width, height, stride, pixels }: Capture): Picture {
  return { width, height, stride, pixels: pixels.slice() };
}

function colourAt({ pixels, stride }: Picture, { x, y }: Point): number {
  const at = y * stride + x * 4;
  return (pixels[at + 2]! << 16) | (pixels[at + 1]! << 8) | pixels[at]!;
}

/** Places where two pictures differ. */
function* differences(one: Picture, other: Picture, within?: Rect): Generator<[number, number]> {
  const { x: left, y: top, width, height } = within ?? { x: 0, y: 0, width: one.width, height: one.height };
  for (let y = top; y < top + height; y++) {
    if (Buffer.compare(row(one, left, y, width), row(other, left, y, width)) === 0) continue;
    for (let x = left; x < left + width; x++) {
      if (colourAt(one, { x, y }) !== colourAt(other, { x, y })) yield [x, y];
    }
  }
}

function row({ pixels, stride }: Picture, x: number, y: number, width: number): Uint8Array {
  return pixels.subarray(y * stride + x * 4, y * stride + (x + width) * 4);
}

function changed(one: Picture, other: Picture, within?: Rect): boolean {
  return !differences(one, other, within).next().done;
}

/** How many pixels a change has touched. */
function inked(one: Picture, other: Picture): number {
  return [...differences(one, other)].length;
}
