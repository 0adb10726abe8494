import { formatExpertBlob } from '@beside/ticket';
import { describe, expect, it } from 'vitest';
import { FIRST_DELAY, Invitation, type InvitationOptions, PROOF_TIMEOUT } from '../src/index.js';
import { newInvitation, PICTURE, RIGHT, Rig, SESSION_ID, WINDOWS, WRONG, XP_STRING } from './rig.js';

/** An invitation on which the rigs' own address has proved wrongly. */
function slowedInvitation(): Invitation {
  const invitation = newInvitation();
  new Rig({ invitation }).to('proving').prove(WRONG);
  return invitation;
}

const refusedWith = (rig: Rig) => rig.of('refused').map((event) => event.why);

describe('who is let in', () => {
  it('is nobody with another session id, who is neither told nor counted', () => {
    const rig = new Rig().clientInfo(`x${SESSION_ID}`);
    expect(refusedWith(rig)).toEqual(['wrong-session']);
    expect(rig.server.accepted).toBe(false);
    expect(rig.server.errorInfo).toBe(0x07);
    expect(rig.server.sent).toEqual([]);
    expect(rig.invitation.wrongProofs).toBe(0);
    expect(rig.types.at(-1)).toBe('ended');
  });

  it('is nobody on an invitation that has expired or is void', () => {
    expect(refusedWith(new Rig({ invitation: newInvitation({ expiresAt: 1000 }) }).clientInfo())).toEqual(['expired']);
    expect(refusedWith(new Rig({ invitation: newInvitation({ maxWrongProofs: 0 }) }).clientInfo())).toEqual(['void']);
  });

  it('is nobody who has no channel for Remote Assistance', () => {
    const rig = new Rig({ clientChannels: ['encomsp', 'rdpdr'] }).clientInfo();
    expect(refusedWith(rig)).toEqual(['not-remote-assistance']);
    expect(rig.server.accepted).toBe(false);
  });

  it('is whoever has the session id and proves the password by version 2, after the novice was asked', () => {
    const rig = new Rig().clientInfo();
    expect(rig.server.accepted).toBe(true);
    rig.active();
    expect(rig.said()).toEqual(['version 1.2']);
    rig.prove();
    expect(rig.events).toContainEqual({ type: 'consent-needed', name: 'Erik' });
    expect(rig.said()).toEqual([]);
    rig.novice.answerConsent(true, rig.now);
    expect(rig.said()).toEqual(['result 0', 'novice-name Nora', 'participant 5']);
    expect(rig.of('viewing')).toMatchObject([{ width: 1024, height: 768, client: { bitsPerPixel: 32 } }]);
    expect(rig.novice.state).toBe('viewing');
  });

  it('may prove by VERIFY_PASSWORD alone, or by EXPERT_ON_VISTA and a blob that has only a name', () => {
    const alone = new Rig().to('proving').rcCtl({ type: 'verify-password', expertBlob: formatExpertBlob('E', RIGHT) });
    expect(alone.novice.state).toBe('asking-consent');
    const nameOnly = new Rig().to('proving').rcCtl({ type: 'expert-on-vista', proof: RIGHT });
    expect(nameOnly.novice.state).toBe('proving');
    nameOnly.rcCtl({ type: 'verify-password', expertBlob: '6;NAME=E' });
    expect(nameOnly.novice.state).toBe('asking-consent');
  });

  it('is nobody with a blob that proves nothing, or with one right and one wrong proof', () => {
    const nothing = new Rig().to('proving').rcCtl({ type: 'verify-password', expertBlob: '6;NAME=E' });
    expect(refusedWith(nothing)).toEqual(['wrong-password']);
    const first = new Rig().to('proving').rcCtl({ type: 'expert-on-vista', proof: WRONG });
    expect(refusedWith(first)).toEqual([]);
    first.rcCtl({ type: 'expert-on-vista', proof: RIGHT });
    first.rcCtl({ type: 'verify-password', expertBlob: formatExpertBlob('E', RIGHT) });
    expect(refusedWith(first)).toEqual(['wrong-password']);
    const second = new Rig().to('proving').rcCtl({ type: 'expert-on-vista', proof: RIGHT });
    second.rcCtl({ type: 'verify-password', expertBlob: formatExpertBlob('E', WRONG) });
    expect(refusedWith(second)).toEqual(['wrong-password']);
  });

  it('is nobody with a wrong proof, who is told so by 61, counted and disconnected', () => {
    const rig = new Rig().to('proving').prove(WRONG);
    expect(rig.said()).toEqual(['result 61']);
    expect(rig.of('refused')).toEqual([{ type: 'refused', why: 'wrong-password', invitationVoid: false }]);
    expect(rig.invitation.wrongProofs).toBe(1);
    expect(rig.server.disconnected).toBe(true);
    expect(rig.types).not.toContain('consent-needed');
  });

  it('is nobody any more after five wrong proofs, and the fifth says so', () => {
    const invitation = newInvitation();
    const voids = [1, 2, 3, 4, 5].map((i) => {
      const rig = new Rig({ invitation, address: `198.51.100.${i}` }).to('proving').prove(WRONG);
      return rig.of('refused')[0]?.invitationVoid;
    });
    expect(voids).toEqual([false, false, false, false, true]);
    const next = new Rig({ invitation }).clientInfo();
    expect(next.of('refused')).toEqual([{ type: 'refused', why: 'void', invitationVoid: false }]);
  });

  it('looks at five proofs, on however many connections they wait', () => {
    const invitation = newInvitation();
    const rigs = [1, 2, 3, 4, 5, 6].map((i) => new Rig({ invitation, address: `198.51.100.${i}` }).to('proving'));
    for (const rig of rigs.slice(0, 5)) rig.prove(WRONG);
    const last = rigs[5]!.prove(RIGHT);
    expect(refusedWith(last)).toEqual(['void']);
    expect(last.said()).toEqual(['result 25']);
    expect(invitation.wrongProofs).toBe(5);
  });

  it('is slowed down after a wrong proof from the same address, whether the next is right or wrong', () => {
    for (const proof of [RIGHT, WRONG]) {
      const invitation = newInvitation();
      new Rig({ invitation }).to('proving').prove(WRONG);
      const rig = new Rig({ invitation }).to('proving').prove(proof);
      expect(rig.novice.nextDeadline()).toBe(rig.now + FIRST_DELAY);
      rig.later(FIRST_DELAY - 1).prove(RIGHT);
      expect(rig.novice.state).toBe('proving');
      expect(rig.said()).toEqual([]);
      rig.later(1);
      expect(rig.novice.state).toBe(proof === RIGHT ? 'asking-consent' : 'ended');
      expect(invitation.wrongProofs).toBe(proof === RIGHT ? 1 : 2);
    }
    const elsewhere = new Rig({ invitation: slowedInvitation(), address: '203.0.113.9' }).to('proving').prove();
    expect(elsewhere.novice.state).toBe('asking-consent');
  });

  it('is judged one after the other when one address tries on many connections at once', () => {
    const invitation = newInvitation();
    const rigs = Array.from({ length: 9 }, () => new Rig({ invitation }).to('proving'));
    for (const rig of rigs) rig.prove(WRONG);
    const counts = [1, 2, 4, 8].map((seconds) => {
      const before = invitation.wrongProofs;
      for (const rig of rigs) rig.later(seconds * FIRST_DELAY - 1);
      expect(invitation.wrongProofs).toBe(before);
      for (const rig of rigs) rig.later(1);
      return invitation.wrongProofs;
    });
    expect(counts).toEqual([2, 3, 4, 5]);
    expect(rigs.map((rig) => refusedWith(rig)[0]).sort()).toEqual([...Array(4).fill('void'), ...Array(5).fill('wrong-password')]);
  });

  it('is refused when the invitation expires before the proof', () => {
    const rig = new Rig({ invitation: newInvitation({ expiresAt: 2000 }) }).to('proving').later(1000).prove();
    expect(rig.said()).toEqual(['result 27']);
    expect(refusedWith(rig)).toEqual(['expired']);
  });

  it('is one expert at a time; a second, who proves it, is told that the novice is being helped', () => {
    const invitation = newInvitation();
    const first = new Rig({ invitation }).to('viewing');
    const second = new Rig({ invitation }).to('proving').prove();
    expect(second.said()).toEqual(['result 37']);
    expect(refusedWith(second)).toEqual(['busy']);
    expect(first.novice.state).toBe('viewing');
    first.novice.end(first.now);
    expect(new Rig({ invitation }).to('viewing').novice.state).toBe('viewing');
  });

  it('has 30 seconds from the session id to the proof', () => {
    const rig = new Rig().clientInfo();
    expect(rig.novice.nextDeadline()).toBe(rig.now + PROOF_TIMEOUT);
    rig.active().later(PROOF_TIMEOUT - 1);
    expect(rig.novice.state).toBe('proving');
    rig.later(1);
    expect(rig.events.at(-1)).toEqual({ type: 'ended', reason: 'timeout' });
    expect(rig.server.errorInfo).toBe(0x04);
  });

  it('is asked by the name the expert gave, made safe; the RDP user name else; none when there is none', () => {
    const nameOf = (blob: string, user: string) => {
      const rig = new Rig().clientInfo(SESSION_ID, user).active().prove(RIGHT, blob);
      return rig.of('consent-needed')[0]?.name;
    };
    expect(nameOf('Erik\u202e\u001b[1m', 'user')).toBe('Erik[1m');
    expect(nameOf('', 'user\n')).toBe('user');
    expect(nameOf('', ' ')).toBeUndefined();
    expect(nameOf('x'.repeat(100), '')).toHaveLength(64);
    expect(nameOf('Nora', 'Nora'), 'the name in the ticket is the novice, not the expert').toBeUndefined();
  });

  it('ends at a blob that is malformed, with the field, and does not count it', () => {
    const rig = new Rig().to('proving').rcCtl({ type: 'verify-password', expertBlob: 'rubbish' });
    expect(rig.events.at(-1)).toMatchObject({ type: 'ended', reason: 'malformed', error: { path: 'expertBlob' } });
    expect(rig.invitation.wrongProofs).toBe(0);
  });
});

describe('version 1, for an invitation that Windows XP opens', () => {
  const xp = () => new Rig({ invitation: newInvitation({ windows: { ...WINDOWS, connectionString: XP_STRING } }) });
  const blob = (proof: Uint8Array) => formatExpertBlob('Erik', proof);

  it('announces itself and accepts the connection string with the proof, with a NUL between them or without', () => {
    for (const between of ['\0', '']) {
      const rig = xp().clientInfo().active();
      expect(rig.said()).toEqual(['server-announce', 'version 1.2']);
      rig.rcCtl({ type: 'version-info', major: 1, minor: 2 });
      rig.rcCtl({ type: 'authenticate', credentials: `${XP_STRING}${between}${blob(RIGHT)}` });
      expect(rig.said()).toEqual(['result 0']);
      rig.rcCtl({ type: 'remote-control-desktop', connectionString: XP_STRING });
      expect(rig.novice.state).toBe('asking-consent');
      rig.novice.answerConsent(true, rig.now);
      expect(rig.said()).toEqual(['result 0', 'participant 5']);
    }
  });

  it('refuses another string, and a wrong proof, by 26', () => {
    for (const credentials of [`${XP_STRING}\0${blob(WRONG)}`, `y${XP_STRING}\0${blob(RIGHT)}`, XP_STRING]) {
      const rig = xp().to('proving').rcCtl({ type: 'authenticate', credentials });
      expect(rig.said()).toEqual(['result 26']);
      expect(rig.invitation.wrongProofs).toBe(1);
    }
  });

  it('refuses another version by 47', () => {
    const rig = xp().to('proving').rcCtl({ type: 'version-info', major: 1, minor: 1 });
    expect(rig.said()).toEqual(['result 47']);
    expect(refusedWith(rig)).toEqual(['incompatible-version']);
  });

  it('accepts version 2 too: FreeRDP speaks it to whoever names version 1.2', () => {
    expect(xp().to('proving').prove().novice.state).toBe('asking-consent');
  });

  it('is not spoken on other invitations', () => {
    const rig = new Rig().to('proving').rcCtl({ type: 'version-info', major: 1, minor: 1 });
    rig.rcCtl({ type: 'authenticate', credentials: `${XP_STRING}\0${blob(RIGHT)}` });
    expect(rig.novice.state).toBe('proving');
    expect(rig.invitation.wrongProofs).toBe(0);
  });
});

describe('another Beside, whose link has proved the secret', () => {
  const besides = (more: Partial<InvitationOptions> = {}) => new Invitation({ expiresAt: 3_600_000, ...more });
  const beside = (invitation = besides()) => new Rig({ way: 'beside', invitation });

  it('is asked for its name alone, over an RDP connection without security of its own', () => {
    const rig = beside().clientInfo('', '').active();
    expect(rig.server.security).toBe('external');
    expect(rig.said()).toEqual(['version 1.2']);
    rig.rcCtl({ type: 'version-info', major: 1, minor: 2 });
    expect(rig.novice.state).toBe('proving');
    rig.introduce();
    expect(rig.events.at(-1)).toEqual({ type: 'consent-needed', name: 'Erik' });
    expect(rig.said()).toEqual([]);
    rig.novice.answerConsent(true, rig.now);
    expect(rig.said()).toEqual(['result 0', 'novice-name Nora', 'participant 5']);
    expect(rig.novice.state).toBe('viewing');
  });

  it('may have no name, and then that of its Client Info counts', () => {
    expect(beside().clientInfo('', '').active().introduce('').of('consent-needed')[0]?.name).toBeUndefined();
    expect(beside().clientInfo('', 'Eve').active().introduce('').of('consent-needed')[0]?.name).toBe('Eve');
  });

  it('gets nowhere with a proof of version 1 or 2, which is not even counted', () => {
    for (const proof of [RIGHT, WRONG]) {
      const rig = beside(newInvitation()).clientInfo('').active().prove(proof);
      rig.rcCtl({ type: 'authenticate', credentials: XP_STRING });
      expect(rig.novice.state).toBe('proving');
      expect(rig.invitation.wrongProofs).toBe(0);
    }
  });

  it('is refused on an invitation that has expired or is void, at Client Info and at its name', () => {
    expect(refusedWith(beside(besides({ expiresAt: 1000 })).clientInfo(''))).toEqual(['expired']);
    const expiring = beside(besides({ expiresAt: 2000 }))
      .clientInfo('')
      .active()
      .later(1000)
      .introduce();
    expect(refusedWith(expiring)).toEqual(['expired']);
    const invitation = besides({ maxWrongProofs: 1 });
    const voided = beside(invitation).clientInfo('').active();
    invitation.countWrongProof('a', 0);
    expect(refusedWith(voided.introduce())).toEqual(['void']);
  });

  it('has one place, and is not held back for what others at its address did', () => {
    const invitation = besides();
    invitation.countWrongProof('192.0.2.7', 1000);
    const first = beside(invitation).to('viewing');
    expect(first.novice.state).toBe('viewing');
    const second = beside(invitation).to('proving').introduce();
    expect(refusedWith(second)).toEqual(['busy']);
    expect(second.said()).toEqual(['result 37']);
  });

  it('has 30 seconds to say who it is', () => {
    const rig = beside().to('proving').later(PROOF_TIMEOUT);
    expect(rig.events.at(-1)).toEqual({ type: 'ended', reason: 'timeout' });
  });

  it('is the only one who can use an invitation without secrets for Windows', () => {
    expect(() => new Rig({ invitation: besides() })).toThrow(/Windows/);
  });
});

describe('before consent', () => {
  it('only the waiting picture leaves', () => {
    for (const state of ['proving', 'asking-consent'] as const) {
      const rig = new Rig().to(state);
      expect(rig.of('waiting-picture-needed')).toMatchObject([{ width: 1024, height: 768 }]);
      expect(rig.novice.frame(PICTURE)).toBeUndefined();
      rig.novice.pointer(null);
      rig.novice.pointerPosition(1, 1);
      expect(rig.novice.showWaiting(PICTURE)).toBe(1);
      expect(rig.server.frames).toEqual([PICTURE]);
      expect(rig.server.pointers).toEqual([]);
      expect(rig.novice.chat('hello', rig.now)).toBe(false);
    }
    expect(new Rig().to('viewing').novice.showWaiting(PICTURE)).toBeUndefined();
    expect(new Rig().to('connecting').novice.showWaiting(PICTURE)).toBeUndefined();
  });

  it('requests for control, chat and input are not heard', () => {
    const rig = new Rig().to('asking-consent');
    rig.request(3).command('REMOTECTRLSTART').chat('let me in').key();
    expect(rig.types.slice(-1)).toEqual(['consent-needed']);
    expect(rig.novice.state).toBe('asking-consent');
  });

  it('a no is told by 41 and closes the connection', () => {
    const rig = new Rig().to('asking-consent');
    rig.novice.answerConsent(false, rig.now);
    expect(rig.said()).toEqual(['result 41']);
    expect(refusedWith(rig)).toEqual(['novice-said-no']);
    expect(rig.types).not.toContain('question-withdrawn');
    expect(rig.server.errorInfo).toBe(0x0b);
    expect(rig.events.at(-1)).toEqual({ type: 'ended', reason: 'refused' });
  });

  it('no answer in time is told by 40, and the question is taken away', () => {
    const rig = new Rig({ consentTimeout: 5000 }).to('asking-consent');
    expect(rig.novice.nextDeadline()).toBe(rig.now + 5000);
    rig.later(4999);
    expect(rig.novice.state).toBe('asking-consent');
    rig.later(1);
    expect(rig.said()).toEqual(['result 40']);
    expect(refusedWith(rig)).toEqual(['no-answer']);
    expect(rig.types).toContain('question-withdrawn');
  });

  it('the question is taken away when the expert leaves', () => {
    const rig = new Rig().to('asking-consent');
    rig.server.leave('by-client');
    expect(rig.events.slice(-2)).toEqual([{ type: 'question-withdrawn' }, { type: 'ended', reason: 'expert' }]);
    rig.novice.answerConsent(true, rig.now);
    expect(rig.novice.state).toBe('ended');
  });
});
