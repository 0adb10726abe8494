import type { NoviceNotice, NoviceState } from 'beside/protocol';
import { useEffect, useRef } from 'react';
import { announce } from '../../parts/announce.js';
import { useText } from '../../text/use-text.js';
import { newNotices, urgencyOf } from './notices.js';

/** Tells screen readers, and a desktop whose person allowed it, what happened since the page was opened. */
export function useNoviceNotices(novice: NoviceState | null): void {
  const text = useText();
  const last = useRef<number | null>(null);
  const notices = novice?.notices;
  useEffect(() => {
    if (!notices) {
      last.current = 0;
      return;
    }
    const { fresh, newest } = newNotices(notices, last.current);
    last.current = newest;
    for (const notice of fresh) {
      const words = text.session.notice(notice);
      announce(words, urgencyOf(notice));
      notify(notice, words, text.product);
    }
  }, [notices, text]);
}

/** A notification of the desktop, where the page is not looked at; only the newest of them stays. */
function notify(notice: NoviceNotice, words: string, title: string): void {
  if (urgencyOf(notice) !== 'assertive' || !document.hidden) return;
  if (!('Notification' in window) || Notification.permission !== 'granted') return;
  const shown = new Notification(title, { body: words, tag: 'beside' });
  shown.addEventListener('click', () => window.focus());
}
