import { useEffect } from 'react';
import idle from '../icons/favicon.svg';
import asking from '../icons/favicon-asking.svg';
import controlling from '../icons/favicon-controlling.svg';
import viewing from '../icons/favicon-viewing.svg';
import waiting from '../icons/favicon-waiting.svg';
import { useText } from '../text/use-text.js';
import type { Status } from './status.js';

const ICONS = { idle, waiting, asking, viewing, controlling };

/** Shows in the tab what is going on. */
export function useStatus({ icon, title }: Status, page: string): void {
  const text = useText();
  useEffect(() => {
    const mark = icon === 'idle' || icon === 'waiting' ? '' : '● ';
    document.title = mark + text.title(title ?? page);
  }, [icon, title, page, text]);
  useEffect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel=icon]');
    if (link) link.href = ICONS[icon];
  }, [icon]);
}
