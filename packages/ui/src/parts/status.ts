import type { PageState } from 'beside/protocol';
import type { Route } from '../connection/route.js';
import type { Text } from '../text/text.js';

/** What the tab says without being looked at: one of the favicons, and the title; a null title leaves it to the page. */
export interface Status {
  readonly icon: 'idle' | 'waiting' | 'asking' | 'viewing' | 'controlling';
  readonly title: string | null;
}

/** What is going on, most urgent first. In an expert's tab that is its session, elsewhere what concerns this computer's screen. */
export function statusOf(state: PageState, route: Route, text: Text): Status {
  if (route.page === 'expert') return expertStatus(state, route.id, text);
  const { novice } = state;
  if (!novice || novice.phase === 'closed') return { icon: 'idle', title: null };
  const name = novice.expert?.name ?? text.session.unnamed;
  if (novice.question) return { icon: 'asking', title: text.question[novice.question.about](name) };
  if (novice.phase !== 'viewing') return { icon: 'waiting', title: text.home.noviceStates[novice.phase] };
  if (novice.paused) return { icon: 'waiting', title: text.session.title.paused };
  if (novice.controlling) return { icon: 'controlling', title: text.session.title.controlling(name) };
  return { icon: 'viewing', title: text.session.viewing(name) };
}

function expertStatus(state: PageState, id: string, text: Text): Status {
  const session = state.experts.find((one) => one.id === id);
  const title = text.home.expertSession(session?.novice ?? null);
  if (!session || session.phase === 'closed') return { icon: 'idle', title };
  if (session.question) return { icon: 'asking', title };
  if (session.phase !== 'viewing' || session.paused) return { icon: 'waiting', title };
  return { icon: session.control === 'controlling' ? 'controlling' : 'viewing', title };
}
