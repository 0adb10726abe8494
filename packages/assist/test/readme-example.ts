import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { Invitation, Novice } from '@beside/assist';
import { generatePassStub, generatePassword, generateSessionId } from '@beside/ticket';

const random = (length: number) => randomBytes(length);
const secrets = { sessionId: generateSessionId(random), passStub: generatePassStub(random), password: generatePassword(random) };
const invitation = new Invitation({ windows: secrets, expiresAt: Date.now() + 6 * 3_600_000 });

/** Lets whoever is at the other end of `stream` help, as far as `ask` is answered by yes. */
export function beHelped(stream: Duplex, address: string, ask: (question: string) => Promise<boolean>): Novice {
  const options = { way: 'rdp', invitation, address, width: 1024, height: 768, mayControl: false, noviceName: 'Anna' } as const;
  const novice = new Novice(options, Date.now(), async (event) => {
    if (event.type === 'send') stream.write(Uint8Array.from(event.bytes));
    else if (event.type === 'consent-needed')
      novice.answerConsent(await ask(`Let ${event.name ?? 'the expert'} see your screen?`), Date.now());
    else if (event.type === 'ended') stream.end();
  });
  stream.on('data', (bytes) => novice.receive(bytes, Date.now()));
  stream.on('close', () => novice.streamEnded(Date.now()));
  return novice;
}
