import type { ChatLine, ExpertNotice } from 'beside/protocol';
import { useEffect, useRef } from 'react';
import { announce } from '../parts/announce.js';
import { useText } from '../text/use-text.js';

/** What changes what the expert can do is said at once. */
const URGENT: ReadonlySet<ExpertNotice['what']> = new Set(['controlling', 'control-ended', 'control-refused', 'paused', 'ended']);

/** Tells screen readers what happened since the page was opened. */
export function useNoticesAnnounced(notices: readonly ExpertNotice[]): void {
  const text = useText().expert;
  useEachNew(notices, (notice) => announce(text.notice(notice), URGENT.has(notice.what) ? 'assertive' : 'polite'));
}

/** Tells screen readers what the other person writes while the chat is closed; the open chat is a live region of its own. */
export function useChatAnnounced(chat: readonly ChatLine[], chatOpen: boolean): void {
  const text = useText().expert;
  useEachNew(chat, (line) => {
    if (!chatOpen && line.from === 'them') announce(text.wrote(line.text));
  });
}

/** Calls `tell` with each thing that was not there when the component came; ids count up. */
function useEachNew<Thing extends { readonly id: number }>(things: readonly Thing[], tell: (thing: Thing) => void): void {
  const last = useRef<number | null>(null);
  useEffect(() => {
    const before = last.current;
    last.current = things.at(-1)?.id ?? before ?? 0;
    if (before === null) return;
    for (const thing of things) if (thing.id > before) tell(thing);
  });
}
