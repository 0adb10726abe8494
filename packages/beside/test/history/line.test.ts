import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanLine } from '../../src/history/line.js';

const time = '2026-08-01T14:30:00.000Z';

it('keeps what a report says', () => {
  const report = { time, event: 'control-ended', name: 'Bob', by: 'escape' };
  expect(cleanLine(report)).toEqual(report);
  expect(cleanLine({ time, event: 'viewing', name: null })).toEqual({ time, event: 'viewing', name: null });
  expect(cleanLine({ time, event: 'viewing', width: 800, height: 600 })).toMatchObject({ width: 800, height: 600 });
});

it.each(['invited', 'closed', 'failed', 'typing', 'file-progress', 'toString', '__proto__'])('keeps nothing of %s', (event) => {
  expect(cleanLine({ time, event, password: 'x', typing: true, why: 'novice' })).toBeUndefined();
});

it('keeps no folder of any system, and no sentence that names one', () => {
  const file = { direction: 'incoming', size: 3, name: null };
  const secret = /home|ann|Users/;
  const lines = [
    cleanLine({ time, event: 'file-done', ...file, file: 'a.txt', path: '/home/ann/a.txt' }),
    cleanLine({ time, event: 'file-failed', ...file, file: 'a.txt', code: 'disk-full', message: 'no room in /home/ann' }),
    cleanLine({ time, event: 'screenshot', path: '/home/ann/a.png', width: 8, height: 6 }),
    cleanLine({ time, event: 'screenshot', path: 'C:\\Users\\ann\\a.png', width: 8, height: 6 }),
    cleanLine({ time, event: 'screenshot', path: '/home/ann\n/a.png', width: 8, height: 6 }),
  ];
  for (const line of lines) {
    expect(line).toBeDefined();
    expect(JSON.stringify(line)).not.toMatch(secret);
  }
  expect(lines[2]?.['path']).toBe('a.png');
});

it('keeps no field that it does not know', () => {
  const line = cleanLine({ time, event: 'chat', name: 'Bob', text: 'hi', password: 'x', link: 'beside:x' });
  expect(line).toEqual({ time, event: 'chat', name: 'Bob', text: 'hi' });
});

it('makes texts of others harmless, and keeps the lines of a chat', () => {
  expect(cleanLine({ time, event: 'chat', name: '\u202eBob\x1b[2J\n', text: 'a\nb\x1b]0;c\x07' })).toEqual({
    time,
    event: 'chat',
    name: 'Bob[2J',
    text: 'a\nb]0;c',
  });
});

describe('passes over', () => {
  it.each([
    ['a code that has no words', { event: 'control-ended', name: 'Bob', by: 'magic' }],
    ['a code that is no code', { event: 'ended', reason: 'Bob did it' }],
    ['a field that is missing', { event: 'chat', name: 'Bob' }],
    ['a field of another type', { event: 'viewing', width: '800' }],
    ['a number that is none', { event: 'resized', width: -1, height: 1.5 }],
  ])('%s', (_, line) => {
    const cleaned = cleanLine({ time, ...line });
    if (line.event === 'viewing') expect(cleaned).toEqual({ time, event: 'viewing', name: null });
    else expect(cleaned).toBeUndefined();
  });

  it.each([undefined, 'yesterday', 3, 'Infinity'])('a line of time %s', (bad) => {
    expect(cleanLine({ time: bad, event: 'paused' })).toBeUndefined();
  });
});

it('takes any value, and what it gives it gives again', () => {
  const field = fc.oneof(fc.jsonValue(), fc.constantFrom('incoming', 'novice', 'no-answer'), fc.nat());
  const event = fc.constantFrom(
    'started',
    'person',
    'chat',
    'viewing',
    'file-done',
    'file-failed',
    'control-ended',
    'screenshot',
    'ended',
  );
  const keys = fc.constantFrom(
    'name',
    'text',
    'address',
    'way',
    'role',
    'by',
    'direction',
    'file',
    'size',
    'code',
    'path',
    'width',
    'height',
    'reason',
  );
  const line = fc.tuple(event, fc.dictionary(keys, field)).map(([event, fields]) => ({ ...fields, event, time }));
  fc.assert(
    fc.property(fc.oneof(fc.anything(), line), (value) => {
      const once = cleanLine(value);
      if (once) expect(cleanLine(JSON.parse(JSON.stringify(once)))).toEqual(once);
    }),
    { numRuns: 500 },
  );
});
