import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Drawing } from '../../src/drawing/drawing.js';
import { intersect } from '../../src/geometry.js';
import { barCard, frameSides } from '../../src/overlay/bar.js';
import { type Card, scaleFor } from '../../src/overlay/card.js';
import { questionCard } from '../../src/overlay/question.js';

const words = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.constantFrom('Let Anna control your computer?', 'שלום עולם', 'x'.repeat(400), 'word '.repeat(300), '', '\n\n\n'),
);
const rooms = fc.record({ width: fc.integer({ min: 320, max: 4096 }), height: fc.integer({ min: 200, max: 2160 }) });

function judge(card: Card, room: { width: number; height: number }): void {
  expect(card.size.width).toBeLessThanOrEqual(room.width);
  expect(card.size.height).toBeLessThanOrEqual(room.height);
  for (const { area } of card.buttons) {
    expect(area.width).toBeGreaterThan(0);
    expect(intersect(area, { x: 0, y: 0, ...card.size })).toEqual(area);
  }
  for (const [index, one] of card.buttons.entries()) {
    for (const other of card.buttons.slice(index + 1)) expect(intersect(one.area, other.area)).toBeUndefined();
  }
}

describe('a question', () => {
  it('keeps to its room with both buttons on it, whatever it says', () => {
    const questions = fc.record({ title: words, lines: fc.array(words, { maxLength: 5 }), yes: words, no: words });
    fc.assert(
      fc.property(questions, rooms, (question, room) => {
        const card = questionCard(question, scaleFor(room), room);
        judge(card, room);
        const [yes, no] = card.buttons;
        expect([yes!.id, no!.id]).toEqual(['yes', 'no']);
        expect([yes!.area.width, yes!.area.height, yes!.area.y]).toEqual([no!.area.width, no!.area.height, no!.area.y]);
        expect(yes!.area.height).toBeGreaterThanOrEqual(24);
      }),
      { numRuns: 60 },
    );
  });

  it('shows both answers alike until one is chosen', () => {
    const card = questionCard({ title: 'May she?', lines: [], yes: 'Same', no: 'Same' }, 1, { width: 800, height: 600 });
    const button = (index: number, focused: string | null) => {
      const drawing = new Drawing(card.size);
      card.paint(drawing.context, focused);
      const { x, y, width, height } = card.buttons[index]!.area;
      return [...drawing.context.getImageData(x, y, width, height).data].join();
    };
    expect(button(0, null)).toBe(button(1, null));
    expect(button(0, 'yes')).not.toBe(button(1, 'yes'));
    expect(button(0, 'yes')).toBe(button(1, 'no'));
  });
});

describe('a bar', () => {
  it('keeps to its room with all buttons on it, whatever it says', () => {
    const bars = fc.record({
      text: words,
      buttons: fc.array(fc.record({ id: fc.string(), label: words }), { maxLength: 4 }),
      alarming: fc.boolean(),
    });
    fc.assert(
      fc.property(bars, rooms, (bar, room) => judge(barCard(bar, scaleFor(room), room), room)),
      { numRuns: 60 },
    );
  });
});

describe('the scale', () => {
  it('follows the height of the screen, from small ones to 4K', () => {
    const scales = [600, 768, 1080, 1440, 2160, 4320].map((height) => scaleFor({ width: 100, height }));
    expect(scales).toEqual([1, 1, 1.25, 1.75, 2.5, 4]);
  });
});

describe('the frame', () => {
  it('runs along all four edges and nowhere else', () => {
    const sides = frameSides({ width: 100, height: 80 }, 4);
    expect(sides.reduce((sum, side) => sum + side.width * side.height, 0)).toBe(100 * 80 - 92 * 72);
    for (const side of sides) expect(intersect(side, { x: 4, y: 4, width: 92, height: 72 })).toBeUndefined();
  });
});
