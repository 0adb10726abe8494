import { describe, expect, it } from 'vitest';
import { FIRST_DELAY } from '../src/index.js';
import { newInvitation } from './rig.js';

describe('an invitation', () => {
  it('is void after the fifth wrong proof, from wherever they came', () => {
    const invitation = newInvitation();
    for (let i = 1; i <= 5; i++) {
      expect(invitation.state(0)).toBe('open');
      invitation.countWrongProof(`198.51.100.${i}`, 0);
    }
    expect(invitation.state(0)).toBe('void');
    expect(invitation.wrongProofs).toBe(5);
  });

  it('expires at its moment', () => {
    const invitation = newInvitation({ expiresAt: 100 });
    expect(invitation.state(99)).toBe('open');
    expect(invitation.state(100)).toBe('expired');
  });

  it('slows down the address that proves wrongly, twice as long each time, and no other', () => {
    const invitation = newInvitation();
    invitation.countWrongProof('a', 1000);
    expect(invitation.allowedFrom('a')).toBe(1000 + FIRST_DELAY);
    invitation.countWrongProof('a', 5000);
    expect(invitation.allowedFrom('a')).toBe(5000 + 2 * FIRST_DELAY);
    expect(invitation.allowedFrom('b')).toBe(0);
  });

  it('has one place for an expert', () => {
    const invitation = newInvitation();
    const [first, second] = [{}, {}];
    expect(invitation.claim(first)).toBe(true);
    expect(invitation.claim(first)).toBe(true);
    expect(invitation.claim(second)).toBe(false);
    invitation.release(second);
    expect(invitation.claim(second)).toBe(false);
    invitation.release(first);
    expect(invitation.claim(second)).toBe(true);
  });
});
