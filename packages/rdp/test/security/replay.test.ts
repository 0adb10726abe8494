import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { RdpServer, type RdpServerEvent } from '../../src/index.js';
import { standard } from './server-key.js';

const recording = readFileSync(new URL('../fixtures/xfreerdp-2.11.7-standard-security.bin', import.meta.url));

function play(bytes: Uint8Array): RdpServerEvent[] {
  const events: RdpServerEvent[] = [];
  const server = new RdpServer({ width: 640, height: 480, channels: ['remdesk'], security: standard() }, 0, (event) => {
    if (event.type === 'send') return;
    events.push(event);
    if (event.type === 'client-info') server.accept();
  });
  // a copy: what is encrypted is deciphered where it is
  server.receive(Uint8Array.from(bytes), 0);
  return events;
}

it('understands what xfreerdp encrypted, beyond the first update of the keys', () => {
  const events = play(recording);
  const types = [...new Set(events.map((event) => event.type))];
  expect(types).toEqual(['client-info', 'active', 'input']);
  expect(events[0]).toMatchObject({ info: { userName: 'expert', computerName: 'EXPERT-PC' } });
  const inputs = events.flatMap((event) => (event.type === 'input' ? [event.input] : []));
  expect(inputs.filter(({ type }) => type === 'pointer')).toHaveLength(4204);
  const typed = inputs.flatMap((input) => (input.type === 'key' && input.down ? [input.scancode] : []));
  const [h, i, b, y] = [0x23, 0x17, 0x30, 0x15];
  expect(typed.filter((code) => [h, i, b, y].includes(code))).toEqual([h, i, b, y]);
});

it('ends with the first MAC that is wrong, and gives out nothing of that PDU', () => {
  const inputs = play(recording).length;
  const changed = Uint8Array.from(recording);
  changed[changed.length - 1]! ^= 1;
  const events = play(changed);
  expect(events.at(-1)).toMatchObject({ type: 'disconnected', reason: 'malformed' });
  expect(events.length).toBe(inputs);
  const last = events.at(-1);
  expect(last?.type === 'disconnected' && last.error?.message).toContain('fastPathInput.dataSignature');
});
