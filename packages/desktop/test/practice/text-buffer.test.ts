import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextBuffer } from '../../src/practice/text-buffer.js';

describe('a text buffer', () => {
  it('never cuts a character that people see as one', () => {
    const buffer = new TextBuffer('');
    for (const text of ['a', '👍🏽', 'e\u0301', '\r\n']) buffer.insert(text);
    const lengths = [];
    while (buffer.text !== '') {
      buffer.backspace();
      lengths.push(buffer.text);
    }
    expect(lengths).toEqual(['a👍🏽e\u0301', 'a👍🏽', 'a', '']);
  });

  it('replaces what is selected, and takes no more than it has room for', () => {
    const buffer = new TextBuffer('one two');
    buffer.selectAll();
    buffer.insert('three');
    expect(buffer.text).toBe('three');
    buffer.insert('x'.repeat(10_000));
    expect(buffer.text.length).toBe(4000);
    buffer.insert('👍');
    expect(buffer.text.length).toBe(4000);
    buffer.selectAll();
    buffer.insert('👍'.repeat(3000));
    expect(buffer.text).toBe('👍'.repeat(2000));
  });

  it('keeps caret and selection inside, whatever is done to it', () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('insert' as const), text: fc.string({ unit: 'grapheme', maxLength: 5 }) }),
      fc.record({ do: fc.constant('move' as const), to: fc.integer({ min: -5, max: 60 }), selecting: fc.boolean() }),
      fc.record({ do: fc.constantFrom('backspace' as const, 'delete' as const, 'selectAll' as const) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const buffer = new TextBuffer('start');
        for (const one of steps) {
          if (one.do === 'insert') buffer.insert(one.text);
          else if (one.do === 'move') buffer.moveTo(one.to, one.selecting);
          else buffer[one.do]();
          const { start, end } = buffer.selection;
          expect(0 <= start && start <= end && end <= buffer.text.length).toBe(true);
          expect([start, end]).toContain(buffer.caret);
        }
      }),
    );
  });
});
