import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { Attacker } from './lab/attacker.js';
import * as pdu from './lab/attacker-pdus.js';
import type { Beside } from './lab/beside.js';
import { settle, until } from './lab/lab.js';
import { KEY, OwnDevice } from './lab/own-device.js';
import { Stage } from './lab/stage.js';
import { open, read } from './lab/tickets.js';
import { usage } from './lab/usage.js';

/**
 * Clients that mean ill. After each of them Beside still runs, is no larger than before, and takes an honest expert at once.
 * Those that know the session id have the ticket without having proved its password.
 */
let stage: Stage;
let beside: Beside;
let port: number;
let sessionId: string;
let memory: number;
let attackers: Attacker[] = [];

/** Memory that a Beside may have more after an attack than before, bytes: its heap grows by some before it is cleaned. */
const SLACK = 48 * 1024 * 1024;

beforeAll(async () => {
  stage = await Stage.set();
});
beforeEach(async () => {
  beside = await stage.invite();
  ({ port } = beside);
  ({ sessionId } = open(beside.file, beside.password));
  // One that goes all the way, so that everything is loaded and compiled before memory is measured.
  (await active()).close();
  memory = usage(beside.pid).memory;
});
afterEach(async () => {
  for (const attacker of attackers) attacker.close();
  attackers = [];
  await stage.clear();
});
afterAll(() => stage?.end());

test('half a PDU and then silence', async () => {
  const silent = await begin();
  silent.send(pdu.connectionRequest().subarray(0, 11));
  const secured = await (await begin()).secure();
  secured.send(pdu.connectInitial(['remdesk', 'encomsp']).subarray(0, 100));
  const attached = await (await (await begin()).secure()).attach();
  attached.send(pdu.clientInfo(attached.user, sessionId).subarray(0, 50));
  await unharmed();
  for (const attacker of [silent, secured, attached]) await attacker.refused();
});

test('nothing at all, from more connections than anybody needs', async () => {
  for (let i = 0; i < 200; i++) await begin();
  await unharmed();
});

test('connections that come and go without an end', async () => {
  for (let i = 0; i < 500; i++) {
    const attacker = await Attacker.connect(port);
    attacker.send(pdu.connectionRequest());
    attacker.close();
  }
  await unharmed();
});

test('65535 channel joins', async () => {
  const attacker = await (await (await begin()).secure()).attach();
  await attacker.flood(65_535, (channel) => pdu.joinChannel(attacker.user, channel));
  await unharmed();
});

test('PDUs out of their order', async () => {
  const orders: ((attacker: Attacker) => Uint8Array[])[] = [
    ({ user }) => [pdu.clientInfo(user, sessionId)],
    ({ user }) => [pdu.confirmActive(user, 0x103ea)],
    ({ user }) => pdu.finalisation(user, 0x103ea),
    () => [pdu.connectInitial(['remdesk', 'encomsp'])],
    () => [pdu.connectionRequest()],
    () => [pdu.fastPathInput()],
    ({ user, channels }) => [pdu.channelChunk(user, channels[0] ?? 0, 8, 3, new Uint8Array(8))],
  ];
  for (const order of orders) {
    const early = await (await begin()).secure();
    early.send(...order(early));
    const later = await (await (await begin()).secure()).attach();
    later.send(...order(later), ...order(later));
    const latest = await active();
    latest.send(...order(latest), ...order(latest));
    for (const attacker of [early, later, latest]) attacker.close();
  }
  await unharmed();
});

test('a flood of input', async () => {
  const attacker = await active();
  stage.recorder.forget();
  const input = Buffer.concat(Array.from({ length: 100 }, pdu.fastPathInput));
  await attacker.flood(2000, () => input);
  await unharmed();
  expect(stage.recorder.acted).toEqual([]);
});

test('a flood of input from an expert in control, whom Stop stops at once', async () => {
  const attacker = await seeing();
  attacker.requestControl();
  await beside.event('control-asked');
  beside.say('y');
  await beside.event('controlling');
  const input = Buffer.concat(Array.from({ length: 100 }, pdu.fastPathInput));
  const flood = attacker.flood(500, () => input);
  await until('the flood on the display', () => stage.recorder.acted.length > 1000);
  beside.say('s');
  await beside.event('control-ended', 2000);
  // The recorder is far behind the display; a key of the novice's own marks the place in the server's order of events.
  await new OwnDevice(stage.desktop.server).key(KEY.n);
  await flood;
  await until('the mark', () => stage.recorder.forgetUntilOwn(KEY.n), 60_000);
  await settle();
  expect(stage.recorder.acted.length).toBe(0);
  attacker.close();
  await beside.event('ended');
  await unharmed();
});

test('an expert who sees a busy screen and stops taking the picture', async () => {
  const attacker = await seeing();
  attacker.deafen();
  const busy = stage.desktop.busy();
  try {
    expect(await beside.event('ended', 60_000)).toMatchObject({ reason: 'stalled' });
  } finally {
    await busy.end();
  }
  await unharmed();
});

test('channel messages that claim to be long and never end', async () => {
  const attacker = await active();
  const chunk = new Uint8Array(1600).fill(0x41);
  const [remdesk = 0] = attacker.channels;
  attacker.send(pdu.channelChunk(attacker.user, remdesk, 0xffff_fff0, 1, chunk));
  await attacker.flood(20_000, () => pdu.channelChunk(attacker.user, remdesk, 0xffff_fff0, 0, chunk));
  await unharmed();
});

test('garbage, in the clear and inside of TLS', async () => {
  for (let i = 0; i < 8; i++) {
    (await begin()).send(randomBytes(4096));
    const framed = await begin();
    framed.send(pdu.tpkt(randomBytes(600)));
    const secured = await (await begin()).secure();
    secured.send(i % 2 ? randomBytes(4096) : pdu.tpkt(randomBytes(2000)));
    const attached = await (await (await begin()).secure()).attach();
    attached.send(pdu.sendData(attached.user, 1003, randomBytes(500)));
    for (const attacker of attackers) attacker.close();
  }
  await unharmed();
});

test('a client that asks for the picture and never takes it', async () => {
  const attacker = await active();
  attacker.deafen();
  const refresh = pdu.refreshRect(attacker.user, attacker.shareId);
  const ask = Buffer.concat(Array.from({ length: 50 }, () => refresh));
  for (let i = 0; i < 200; i++) attacker.send(ask);
  await unharmed();
});

/** A new attacker, closed at the end of the test. */
async function begin(): Promise<Attacker> {
  const attacker = await Attacker.connect(port);
  attackers.push(attacker);
  return attacker;
}

/** One that came as far as the waiting picture. */
async function active(): Promise<Attacker> {
  return (await (await (await begin()).secure()).attach()).activate(sessionId);
}

/** One that proved the password and got consent: an expert, as far as the novice can tell. */
async function seeing(): Promise<Attacker> {
  const attacker = await active();
  const { passStub = '' } = read(beside.file);
  attacker.prove(passStub, beside.password);
  await beside.event('consent-asked');
  beside.say('y');
  await beside.event('viewing');
  return attacker;
}

/** Holds Beside to what is said at the top of this file. */
async function unharmed(): Promise<void> {
  expect(beside.program.running).toBe(true);
  await until('memory as before', () => usage(beside.pid).memory < memory + SLACK, 15_000);
  const expert = stage.open(beside);
  await beside.event('consent-asked', 15_000);
  await expert.shown();
  expect(beside.program.stderr).not.toMatch(/^\s+at /m);
}
