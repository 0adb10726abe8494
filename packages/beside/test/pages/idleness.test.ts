import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { IDLE_TIME, Idleness } from '../../src/pages/idleness.js';

describe('a program that nobody needs any more ends', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function stage() {
    const over = vi.fn();
    const state = { busy: false };
    return { over, state, idleness: new Idleness(() => state.busy, over) };
  }

  it('a minute after its last page', () => {
    const { over, idleness } = stage();
    idleness.pages(1);
    idleness.pages(0);
    vi.advanceTimersByTime(IDLE_TIME - 1);
    expect(over).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(over).toHaveBeenCalledOnce();
  });

  it('not before it had one', () => {
    const { over, idleness } = stage();
    idleness.pages(0);
    idleness.look();
    vi.advanceTimersByTime(100 * IDLE_TIME);
    expect(over).not.toHaveBeenCalled();
  });

  it('not when a page comes back, and a whole minute after that has gone', () => {
    const { over, idleness } = stage();
    idleness.pages(2);
    idleness.pages(0);
    vi.advanceTimersByTime(IDLE_TIME - 1);
    idleness.pages(1);
    idleness.pages(0);
    vi.advanceTimersByTime(IDLE_TIME - 1);
    expect(over).not.toHaveBeenCalled();
    idleness.stop();
    idleness.pages(1);
    idleness.pages(0);
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(IDLE_TIME);
    expect(over).not.toHaveBeenCalled();
  });

  it('not while something stands, and a minute after its end', () => {
    const { over, state, idleness } = stage();
    state.busy = true;
    idleness.pages(1);
    idleness.pages(0);
    vi.advanceTimersByTime(10 * IDLE_TIME);
    expect(over).not.toHaveBeenCalled();
    state.busy = false;
    idleness.look();
    vi.advanceTimersByTime(IDLE_TIME / 2);
    idleness.look();
    vi.advanceTimersByTime(IDLE_TIME / 2);
    expect(over).toHaveBeenCalledOnce();
  });
});
