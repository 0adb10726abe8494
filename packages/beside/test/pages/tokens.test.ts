import { describe, expect, it } from 'vitest';
import { TOKEN_LIFETIME, Tokens } from '../../src/pages/tokens.js';

describe('a token', () => {
  it('is traded once for a bearer, and whoever issued it is told', () => {
    const tokens = new Tokens(() => 0);
    let traded = 0;
    const token = tokens.issue(() => {
      traded += 1;
    });
    expect(token).toMatch(/^[\w-]{22}$/);
    const bearer = tokens.trade(token);
    expect(bearer).toMatch(/^[\w-]{43}$/);
    expect(tokens.knows(bearer ?? '')).toBe(true);
    expect(tokens.trade(token)).toBeUndefined();
    expect(traded).toBe(1);
  });

  it('is good for ten minutes, and its bearer for longer', () => {
    let now = 0;
    const tokens = new Tokens(() => now);
    const [early, late] = [tokens.issue(), tokens.issue()];
    now = TOKEN_LIFETIME - 1;
    const bearer = tokens.trade(early) ?? '';
    now = TOKEN_LIFETIME;
    expect(tokens.trade(late)).toBeUndefined();
    now = 100 * TOKEN_LIFETIME;
    expect(tokens.knows(bearer)).toBe(true);
  });

  it('goes when many newer ones are out', () => {
    const tokens = new Tokens(() => 0);
    const oldest = tokens.issue();
    const others = Array.from({ length: 32 }, () => tokens.issue());
    expect(tokens.trade(oldest)).toBeUndefined();
    for (const token of others) expect(tokens.trade(token)).toBeDefined();
  });

  it('of another program, and a bearer of it, are nothing', () => {
    const [one, other] = [new Tokens(() => 0), new Tokens(() => 0)];
    expect(other.trade(one.issue())).toBeUndefined();
    expect(other.knows(one.trade(one.issue()) ?? '')).toBe(false);
    expect(other.knows('')).toBe(false);
  });
});
