import { homedir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { EXPERT_COMMANDS } from '../../src/expert/commands.js';

describe('a command of the expert', () => {
  it.each([
    ['r', '', { type: 'request-control' }],
    ['g', '', { type: 'give-back-control' }],
    ['t', 'ls -l', { type: 'type', text: 'ls -l' }],
    ['c', 'one  two', { type: 'chat', text: 'one  two' }],
    ['x', '', { type: 'call-off-files' }],
    ['w', 'screen.png', { type: 'screenshot', path: 'screen.png' }],
    ['q', '', { type: 'quit' }],
  ])('%s %s', (letter, rest, command) => {
    expect(EXPERT_COMMANDS.parse(letter, rest)).toEqual(command);
  });

  it('f takes a path as people write it', () => {
    expect(EXPERT_COMMANDS.parse('f', '~/a b.txt')).toEqual({ type: 'send-file', path: `${homedir()}/a b.txt` });
  });

  it.each(['t', 'c', 'f', 'w'])('%s is none without what it is about', (letter) => {
    expect(EXPERT_COMMANDS.parse(letter, '')).toBeUndefined();
  });

  it.each(['s', 'p', 'R', 'é'])('%s is none', (letter) => {
    expect(EXPERT_COMMANDS.parse(letter, 'x')).toBeUndefined();
  });

  it('is told in the line of help, each of them', () => {
    for (const letter of 'rgtcfxwq') expect(EXPERT_COMMANDS.help).toMatch(new RegExp(`(^| )${letter}( [A-Z]+)?: `));
    expect(EXPERT_COMMANDS.parse('q', '')).toBe(EXPERT_COMMANDS.quit);
  });
});
