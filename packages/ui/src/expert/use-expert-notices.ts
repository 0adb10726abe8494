import type { ExpertNotice, ExpertState } from 'beside/protocol';
import { useEffect, useRef } from 'react';
import { announce } from '../parts/announce.js';
import { useText } from '../text/use-text.js';

/** What changes what the expert can do is said at once. */
const URGENT: ReadonlySet<ExpertNotice['what']> = new Set(['controlling', 'control-ended', 'control-refused', 'paused', 'ended']);

/** Tells screen readers what happened since the page was opened, and what the other person writes while the chat is closed. */
export function useExpertNotices(session: ExpertState, chatOpen: boolean): void {
  const text = useText().expert;
  const { notices, chat } = session;
  const lastNotice = useRef<number | null>(null);
  const lastLine = useRef<number | null>(null);
  useEffect(() => {
    const last = lastNotice.current;
    lastNotice.current = notices.at(-1)?.id ?? last ?? 0;
    if (last === null) return;
    for (const notice of notices) {
      if (notice.id > last) announce(text.notice(notice), URGENT.has(notice.what) ? 'assertive' : 'polite');
    }
  }, [notices, text]);
  useEffect(() => {
    const last = lastLine.current;
    lastLine.current = chat.at(-1)?.id ?? last ?? 0;
    // The open chat is a live region of its own.
    if (last === null || chatOpen) return;
    for (const line of chat) if (line.id > last && line.from === 'them') announce(text.wrote(line.text));
  }, [chat, chatOpen, text]);
}
