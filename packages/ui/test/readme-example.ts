import type { PageState } from 'beside/protocol';
import { routeOf } from '../src/connection/route.js';
import { statusOf } from '../src/parts/status.js';
import { en } from '../src/text/en.js';

/** What the tab says, by icon and title, for a state of the program and the address of the page. */
export function tabOf(state: PageState, fragment: string): string {
  const { icon, title } = statusOf(state, routeOf(fragment), en);
  return `(${icon}) ${en.title(title ?? en.home.title)}`;
}
