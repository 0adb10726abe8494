import type { en } from './en.js';

/** What every language has: the keys of English, and functions of the same parameters. */
export type Text = typeof en;
