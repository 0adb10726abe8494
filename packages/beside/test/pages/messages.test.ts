import { ProtocolError } from '@beside/bytes';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBearerRequest, readHello, readPainted, readPicturesHello, readRequest, readWho } from '../../src/pages/messages.js';
import type { Request } from '../../src/pages/protocol.js';
import { DEFAULT_SETTINGS } from '../../src/settings/settings.js';

const who = { expert: 'one' } as const;

/** One of each. */
const REQUESTS: readonly Request[] = [
  { id: 1, do: 'invite', for: 'beside', viewOnly: false },
  { id: 2, do: 'answer', who: 'novice', question: 7, yes: true },
  { id: 3, do: 'stop-control', by: 'escape' },
  { id: 4, do: 'pause' },
  { id: 5, do: 'resume' },
  { id: 6, do: 'open', invitation: { file: 'AAECAw==' }, password: 'secret words' },
  { id: 7, do: 'open', invitation: { link: 'beside:abc' }, password: '' },
  { id: 8, do: 'open', invitation: { given: true }, password: '' },
  { id: 23, do: 'open', invitation: { practice: true }, password: '' },
  { id: 9, do: 'request-control', who },
  { id: 10, do: 'give-back-control', who },
  {
    id: 11,
    do: 'input',
    who,
    events: [
      { type: 'key', scancode: 0x11d, down: true },
      { type: 'unicode', unit: 0xd83d, down: true },
      { type: 'pointer', x: 0, y: 1079 },
      { type: 'button', button: 'back', down: false, x: 3, y: 4 },
      { type: 'wheel', axis: 'horizontal', rotation: -120 },
      { type: 'locks', scroll: false, num: true, caps: false, kana: false },
    ],
  },
  { id: 12, do: 'chat', who: 'novice', text: 'hello' },
  { id: 13, do: 'typing', who, typing: true },
  { id: 14, do: 'cancel-files', who },
  { id: 15, do: 'end', who: 'novice' },
  { id: 16, do: 'dismiss', who },
  { id: 17, do: 'settings', settings: DEFAULT_SETTINGS },
  { id: 18, do: 'contacts' },
  { id: 19, do: 'history' },
  { id: 20, do: 'log', session: '20261124T193000Z-1' },
  { id: 21, do: 'forget', what: 'contacts' },
  { id: 22, do: 'practice-expert' },
];

const problem = (read: () => unknown) => {
  try {
    read();
  } catch (error) {
    if (error instanceof ProtocolError) return error.message;
    throw error;
  }
  return 'none';
};

describe('a request', () => {
  it.each(REQUESTS.map((request) => [request.do, request] as const))('%s is read as it is', (_name, request) => {
    expect(readRequest(JSON.stringify(request))).toEqual(request);
  });

  it.each([
    ['', 'request: not JSON'],
    ['[]', 'request: not an object'],
    ['null', 'request: not an object'],
    ['{}', 'request.do: not one that is known'],
    ['{"id":1,"do":"constructor"}', 'request.do: not one that is known'],
    ['{"id":1,"do":["pause"]}', 'request.do: not one that is known'],
    ['{"do":"pause"}', 'request.id: not a whole number'],
    ['{"id":-1,"do":"pause"}', 'request.id: not from 0 to 9007199254740991'],
    ['{"id":1e300,"do":"pause"}', 'request.id: not from 0 to 9007199254740991'],
    ['{"id":1,"do":"pause","who":"novice"}', 'request: a field that does not belong there'],
    ['{"id":1,"do":"pause","__proto__":{}}', 'request: a field that does not belong there'],
    ['{"id":1,"do":"end","who":"expert"}', 'request.who: not an object'],
    ['{"id":1,"do":"end","who":{"expert":"a b"}}', 'request.who.expert: not of the form it has to have'],
    ['{"id":1,"do":"answer","who":"novice","question":1,"yes":1}', 'request.yes: neither true nor false'],
    ['{"id":1,"do":"invite","for":"xp","viewOnly":false}', 'request.for: not one of beside, windows'],
    ['{"id":1,"do":"open","invitation":{"file":"*"},"password":""}', 'request.invitation.file: not of the form it has to have'],
    ['{"id":1,"do":"open","invitation":{"given":false},"password":""}', 'request.invitation.given: not one of true'],
    [
      '{"id":1,"do":"open","invitation":{"file":"","link":""},"password":""}',
      'request.invitation: a field that does not belong there',
    ],
    [
      '{"id":1,"do":"input","who":"novice","events":[{"type":"pointer","x":1,"y":65536}]}',
      'request.events.0.y: not from 0 to 65535',
    ],
    [
      '{"id":1,"do":"input","who":"novice","events":[{"type":"key","down":true}]}',
      'request.events.0.scancode: not a whole number',
    ],
    ['{"id":1,"do":"input","who":"novice","events":{"length":1}}', 'request.events: not a list'],
    [
      JSON.stringify({ id: 1, do: 'settings', settings: { ...DEFAULT_SETTINGS, invitationLifetime: 1e12 } }),
      'request.settings.invitationLifetime: nothing that can be set',
    ],
  ])('%s: %s', (json, message) => {
    expect(problem(() => readRequest(json))).toBe(message);
  });

  it('has no more of anything than its limit', () => {
    const events = Array.from({ length: 1001 }, () => ({ type: 'pointer', x: 1, y: 1 }));
    expect(problem(() => readRequest(JSON.stringify({ id: 1, do: 'input', who, events })))).toBe(
      'request.events: more than 1000',
    );
    const long = (length: number) => 'a'.repeat(length);
    expect(problem(() => readRequest(JSON.stringify({ id: 1, do: 'chat', who, text: long(65_537) })))).toContain('longer than');
    expect(problem(() => readRequest(JSON.stringify({ id: 1, do: 'log', session: long(129) })))).toContain('longer than');
    const open = (password: string) => ({ id: 1, do: 'open', invitation: { given: true }, password });
    expect(problem(() => readRequest(JSON.stringify(open(long(257)))))).toContain('request.password: longer than');
  });

  it('repeats in its error nothing of what it read', () => {
    const secret = 'BCDF-GHJK';
    for (const json of [`{"password":"${secret}`, `{"id":1,"do":"${secret}"}`, `{"id":1,"do":"pause","${secret}":1}`])
      expect(problem(() => readRequest(json))).not.toContain(secret);
  });
});

describe('the other messages', () => {
  it('are read as they are', () => {
    const hello = { type: 'hello', bearer: 'abc_-9' } as const;
    expect(readHello(JSON.stringify(hello))).toEqual(hello);
    expect(readPicturesHello(JSON.stringify({ ...hello, expert: 'one' }))).toEqual({ ...hello, expert: 'one' });
    expect(readPainted('{"painted":4294967295}')).toEqual({ painted: 4294967295 });
    expect(readBearerRequest('{"token":"abc"}')).toEqual({ token: 'abc' });
    expect(readWho('novice')).toBe('novice');
    expect(readWho('one')).toEqual({ expert: 'one' });
  });

  it('are nothing else', () => {
    expect(problem(() => readHello('{"type":"hello"}'))).toBe('hello.bearer: not a text');
    expect(problem(() => readPicturesHello('{"type":"hello","bearer":"a"}'))).toBe('hello.expert: not a text');
    expect(problem(() => readPainted('{"painted":0.5}'))).toBe('painted.painted: not a whole number');
    expect(problem(() => readBearerRequest('{"token":""}'))).toBe('bearer.token: not of the form it has to have');
    expect(problem(() => readWho(null))).toBe('files.who: not a text');
    expect(problem(() => readWho('../x'))).toBe('files.who: not of the form it has to have');
  });
});

describe('whatever comes', () => {
  const READERS = [readRequest, readHello, readPicturesHello, readPainted, readBearerRequest, readWho];
  const readOrRefuse = (json: string) => {
    for (const read of READERS) problem(() => read(json));
  };

  it('text or JSON, ends in a message or a ProtocolError', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), readOrRefuse), { numRuns: 1000 });
  });

  it('a request with one value replaced is refused, or is what was said and no more', () => {
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom('novice', 'toString', '__proto__', -1, Number.MAX_VALUE));
    fc.assert(
      fc.property(fc.constantFrom(...REQUESTS), fc.nat(), value, (request, pick, other) => {
        const fields = Object.keys(request);
        const changed = { ...request, [fields[pick % fields.length]!]: other };
        const json = JSON.stringify(changed);
        if (problem(() => readRequest(json)) === 'none') expect(readRequest(json)).toEqual(JSON.parse(json));
      }),
      { numRuns: 2000 },
    );
  });

  it('nested deep, is refused', () => {
    readOrRefuse('['.repeat(100_000));
    readOrRefuse(`${'{"who":'.repeat(100_000)}1${'}'.repeat(100_000)}`);
  });
});
