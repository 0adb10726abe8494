import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createWebServer } from 'node:https';
import { connect } from 'node:net';
import type { BesideInvitation } from '@beside/ticket';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Beside, type NoviceOptions } from './lab/beside.js';
import { BesideTalk } from './lab/beside-client.js';
import type { BesideEvent } from './lab/beside-program.js';
import { BesideExpert } from './lab/expert.js';
import { Impostor, type OwnIdentity, ownIdentity, Relay, startMiddle } from './lab/impostor.js';
import { Lab, requireNeeds, until } from './lab/lab.js';
import { listen } from './lab/listen.js';
import { startShadow } from './lab/shadow.js';
import { seal, unseal } from './lab/tickets.js';
import { XServer } from './lab/x-server.js';
import { Xfreerdp } from './lab/xfreerdp.js';

/**
 * Who is not let in between two Besides: each is refused by its own code before the novice is asked anything, and after each the
 * expert for whom the invitation is gets in. And what the check number is for: somebody in between who has everything but the key.
 */
const PASSWORD = 'BCDFGHJKLMNP';
/** Status bytes of the novice's answer to a proof. */
const OK = 0;
const WRONG = 1;

/** Of all tests: what takes long to make. */
let common: Lab;
let display: XServer;
let identity: OwnIdentity;
let silence: Promise<Silence>;
/** Of one test. */
let lab = new Lab();

beforeAll(async () => {
  requireNeeds();
  common = new Lab();
  [display, identity] = await Promise.all([XServer.start(common), ownIdentity()]);
  // Takes 20 s of waiting, in which the other tests can run.
  silence = keepSilent();
  silence.catch(() => undefined);
});
afterEach(async () => {
  await lab.end();
  lab = new Lab();
});
afterAll(async () => {
  await lab.end();
  await common?.end();
});

test('an invitation with another secret', async () => {
  const { novice, invitation } = await invited();
  const file = await seal(lab, { ...invitation, secret: randomBytes(32) }, PASSWORD);
  expect(await sentAway(file)).toEqual(['proof-refused']);
  expect(await novice.event('refused')).toMatchObject({ why: 'wrong-proof', address: '127.0.0.1' });
  await welcome(novice);
});

test('five wrong proofs, which void it for everybody', async () => {
  const { novice, invitation } = await invited();
  // From five addresses: a second wrong proof of the same one is put off.
  for (let i = 1; i <= 5; i++) {
    const guesser = await BesideTalk.connect(novice.port, { from: `127.0.0.1${i}` });
    guesser.send(guesser.expertProof(randomBytes(32)));
    expect((await guesser.receive(1))[0]).toBe(WRONG);
    expect(await novice.event('refused')).toMatchObject({ why: 'wrong-proof', address: `127.0.0.1${i}` });
  }
  expect(await novice.event('closed')).toMatchObject({ why: 'void' });
  expect(await sentAway(await seal(lab, invitation, PASSWORD))).toEqual(['connection-refused']);
  neverAsked(novice);
});

test('a proof recorded in one session and sent in another, and the proof of another session that is still open', async () => {
  const { novice, invitation } = await invited();
  const first = await BesideTalk.connect(novice.port);
  const recorded = first.expertProof(invitation.secret);
  first.send(recorded);
  expect((await first.receive(1))[0]).toBe(OK);
  first.close();
  const replayer = await BesideTalk.connect(novice.port, { from: '127.0.0.3' });
  replayer.send(recorded);
  expect((await replayer.receive(1))[0]).toBe(WRONG);
  expect(await novice.event('refused')).toMatchObject({ why: 'wrong-proof', address: '127.0.0.3' });

  const open = await BesideTalk.connect(novice.port, { from: '127.0.0.4' });
  const other = await BesideTalk.connect(novice.port, { from: '127.0.0.5' });
  other.send(open.expertProof(invitation.secret));
  expect((await other.receive(1))[0]).toBe(WRONG);
  expect(await novice.event('refused')).toMatchObject({ why: 'wrong-proof', address: '127.0.0.5' });
  await other.refused();
  // The very same bytes are right in the session that they are from.
  open.send(open.expertProof(invitation.secret));
  expect((await open.receive(1))[0]).toBe(OK);
  open.close();
  await welcome(novice);
});

test('another certificate, to which not a byte of the proof is said', async () => {
  const { novice, invitation } = await invited();
  const impostor = await Impostor.listen(lab, identity);
  expect(await sentAway(await seal(lab, at(invitation, impostor.port), PASSWORD))).toEqual(['wrong-certificate']);
  expect(impostor).toMatchObject({ connections: 1, heard: Buffer.alloc(0) });
  // The novice's own, and an invitation altered to another.
  expect(await sentAway(await seal(lab, { ...invitation, certificate: identity.pin }, PASSWORD))).toEqual(['wrong-certificate']);
  neverAsked(novice);
  await welcome(novice);
  expect(novice.told('refused')).toBe(false);
});

test('experts with TLS 1.2 only, without a protocol in TLS, and with another one', async () => {
  const { novice } = await invited();
  await expect(BesideTalk.connect(novice.port, { newest: 'TLSv1.2' })).rejects.toThrow(/protocol.version/i);
  expect(await novice.event('refused')).toMatchObject({ why: 'tls-too-old' });
  await (await BesideTalk.connect(novice.port, { protocols: [] })).refused();
  expect(await novice.event('refused')).toMatchObject({ why: 'alpn-missing' });
  await expect(BesideTalk.connect(novice.port, { protocols: ['beside/2', 'h2'] })).rejects.toThrow(/no.application.protocol/i);
  expect(await novice.event('refused')).toMatchObject({ why: 'alpn-missing' });
  await welcome(novice);
});

test('novices with TLS 1.2 only, without a protocol in TLS, and with another one', async () => {
  const old = await Impostor.listen(lab, identity, { newest: 'TLSv1.2' });
  const without = await Impostor.listen(lab, identity, { protocols: undefined });
  const other = await Impostor.listen(lab, identity, { protocols: ['beside/2'] });
  const file = await leadingTo(old.port, without.port, other.port);
  expect(await sentAway(file)).toEqual(['tls-too-old', 'alpn-missing', 'alpn-missing']);
  for (const impostor of [old, without, other]) expect(impostor).toMatchObject({ connections: 1, heard: Buffer.alloc(0) });
});

test('xfreerdp at an invitation for Beside', async () => {
  const { novice } = await invited();
  const client = Xfreerdp.connect(common, display, novice.port);
  expect((await client.program.exited).code).not.toBe(0);
  expect(await novice.event('refused')).toMatchObject({ why: 'rdp-not-offered', address: '127.0.0.1' });
  await welcome(novice);
});

test('Beside with an invitation of its own at a novice that is for Windows', async () => {
  const novice = await Beside.invite(lab, 'practice', { form: 'windows' });
  expect(await sentAway(await leadingTo(novice.port))).toEqual(['not-beside']);
  expect(await novice.event('refused')).toMatchObject({ why: 'beside-not-offered', address: '127.0.0.1' });
  neverAsked(novice);
  // The expert for whom it is gets in.
  BesideExpert.open(lab, novice.file, novice.password);
  await novice.event('consent-asked');
});

test('servers that are no novice: FreeRDP’s, and one of the web', async () => {
  const shadow = await startShadow(lab, display);
  let requests = 0;
  const web = createWebServer(identity, () => requests++);
  expect(await sentAway(await leadingTo(shadow.port, await listen(lab, web)))).toEqual(['not-beside', 'alpn-missing']);
  expect(requests).toBe(0);
});

test('an invitation that expires while somebody sees', async () => {
  const { novice, invitation } = await invited({ options: ['--expires', '20s'] });
  const { expert } = await welcome(novice);
  novice.say('y');
  await novice.event('viewing');
  await until('the end of its time', () => Date.now() > invitation.expiresAt);
  const late = BesideExpert.open(lab, novice.file, PASSWORD);
  expect(await late.event('failed')).toMatchObject({ code: 'expired' });
  // An expert whose clock is slow, or who says so, learns it from the novice.
  const file = await seal(lab, { ...invitation, expiresAt: Date.now() + 3600_000 }, PASSWORD);
  expect(await sentAway(file)).toEqual(['expired']);
  expect(await novice.event('refused')).toMatchObject({ why: 'expired' });
  expect(novice.told('ended')).toBe(false);
  await expert.program.end();
  expect(await novice.event('closed')).toMatchObject({ why: 'expired' });
  expect(await sentAway(file)).toEqual(['connection-refused']);
  expect(novice.events.filter(({ event }) => event === 'consent-asked')).toHaveLength(1);
});

test('a relay that changes nothing: both see the same number, and what it recorded is worth nothing', async () => {
  const { novice, invitation } = await invited();
  const relay = await Relay.start(lab, novice.port);
  const file = await seal(lab, at(invitation, relay.port), PASSWORD);
  const expert = BesideExpert.open(lab, file, PASSWORD, ['--chat', 'Can you hear me?', '--screenshot', lab.path('seen.png')]);
  const { checkNumber } = await novice.event('consent-asked');
  expect(await expert.event('connected')).toMatchObject({ checkNumber });
  novice.say('y');
  expect(await novice.event('chat')).toMatchObject({ text: 'Can you hear me?' });
  await expert.event('screenshot');
  expert.say('q');
  expect(await expert.event('closed')).toMatchObject({ why: 'expert' });
  await novice.event('ended');

  const replay = connect(novice.port, '127.0.0.1').on('error', () => undefined);
  replay.resume().write(Buffer.concat(relay.fromExpert.flat()));
  expect(await novice.event('refused')).toMatchObject({ why: 'tls-failed' });
  await welcome(novice);
});

test('somebody in between who has invitation and password: everything goes well, and the numbers differ', async () => {
  const { novice, invitation } = await invited();
  const port = await startMiddle(lab, identity, novice.port, invitation.secret);
  const file = await seal(lab, { ...at(invitation, port), certificate: identity.pin }, PASSWORD);
  const expert = BesideExpert.open(lab, file, PASSWORD, ['--chat', 'Can you hear me?']);
  const { checkNumber: expertSees } = await expert.event('connected');
  const { checkNumber: noviceSees } = await novice.event('consent-asked');
  expect([expertSees, noviceSees]).toEqual([expect.stringMatching(/^\d{6}$/), expect.stringMatching(/^\d{6}$/)]);
  expect(expertSees).not.toBe(noviceSees);
  // A novice that does not compare is lost: nothing else tells.
  novice.say('y');
  expect(await novice.event('chat')).toMatchObject({ text: 'Can you hear me?' });
});

test('somebody who says nothing, half a message, half a proof', async () => {
  const { novice, unproved, proving } = await silence;
  for (const time of unproved) expect(time).toBeGreaterThan(9_000);
  for (const time of proving) expect(time).toBeGreaterThan(19_000);
  const refusals = novice.events.filter(({ event }) => event === 'refused');
  expect(refusals.map(({ why }) => why)).toEqual(Array(5).fill('handshake-timeout'));
  await welcome(novice);
});

/** How long the silent were borne, in ms. */
interface Silence {
  readonly novice: Beside;
  readonly unproved: readonly number[];
  readonly proving: readonly number[];
}

/** Connections that stop in the middle of something. */
async function keepSilent(): Promise<Silence> {
  const novice = await Beside.invite(common, 'practice', { form: 'beside', password: PASSWORD });
  const { secret } = await unseal(novice.file, PASSWORD);
  const begun = performance.now();
  const borne = (ended: Promise<unknown>) => ended.then(() => performance.now() - begun);
  const unproved = ['', '\x03\x00\x00', '\x16\x03\x01\x02\x00\x01'].map((start) => {
    const socket = connect(novice.port, '127.0.0.1').on('error', () => undefined);
    socket.resume().write(start, 'latin1');
    return borne(once(socket, 'close'));
  });
  const provers = [await BesideTalk.connect(novice.port), await BesideTalk.connect(novice.port)];
  // Half of the proof, and a proof with half of the commitment.
  for (const [i, prover] of provers.entries()) prover.send(prover.expertProof(secret).subarray(0, i === 0 ? 16 : 48));
  const proving = provers.map((prover) => borne(prover.refused(60_000)));
  return { novice, unproved: await Promise.all(unproved), proving: await Promise.all(proving) };
}

/** A novice with an invitation for Beside, and what the invitation says: with one way, the nearest. */
async function invited(options: NoviceOptions = {}): Promise<{ novice: Beside; invitation: BesideInvitation }> {
  const novice = await Beside.invite(lab, 'practice', { ...options, form: 'beside', password: PASSWORD });
  return { novice, invitation: at(await unseal(novice.file, PASSWORD), novice.port) };
}

/** The same invitation, to ports of this computer. */
function at<Invitation extends object>(invitation: Invitation, ...ports: number[]) {
  return { ...invitation, candidates: ports.map((port) => ({ kind: 'ipv4' as const, host: '127.0.0.1', port })) };
}

/** The file of an invitation that no novice has made, to what is said to be one. */
function leadingTo(...ports: number[]): Promise<string> {
  const [created, expiresAt] = [Date.now(), Date.now() + 3600_000];
  const invitation = { user: 'nobody', certificate: identity.pin, secret: randomBytes(32), created, expiresAt };
  return seal(lab, at(invitation, ...ports), PASSWORD);
}

/** Opens an invitation with which nobody gets in. Gives why each of its ways led nowhere. */
async function sentAway(file: string): Promise<unknown[]> {
  const expert = BesideExpert.open(lab, file, PASSWORD);
  expect(await expert.event('closed')).toMatchObject({ why: 'not-connected' });
  expect((await expert.program.exited).code).toBe(1);
  return expert.events.filter(({ event }) => event === 'way-failed').map(({ why }) => why);
}

/** The expert for whom the invitation is gets to the novice's question, the first that there is, and both see one number. */
async function welcome(novice: Beside): Promise<{ expert: BesideExpert; asked: BesideEvent }> {
  neverAsked(novice);
  const expert = BesideExpert.open(lab, novice.file, novice.password);
  const asked = await novice.event('consent-asked');
  const { checkNumber } = await expert.event('connected');
  expect(checkNumber).toMatch(/^\d{6}$/);
  expect(asked['checkNumber']).toBe(checkNumber);
  return { expert, asked };
}

function neverAsked(novice: Beside): void {
  expect(novice.told('consent-asked')).toBe(false);
}
