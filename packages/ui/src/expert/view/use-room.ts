import { type RefObject, useEffect, useState, useSyncExternalStore } from 'react';
import type { Size } from './layout.js';

/** The room inside an element without its scroll bars, in CSS pixels, kept up to date; null at first. */
export function useRoom(element: RefObject<HTMLElement | null>): Size | null {
  const [room, setRoom] = useState<Size | null>(null);
  useEffect(() => {
    const measured = element.current;
    if (!measured) return;
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = measured;
      setRoom((last) => (last?.width === width && last.height === height ? last : { width, height }));
    });
    observer.observe(measured);
    return () => observer.disconnect();
  }, [element]);
  return room;
}

/** The screen's pixels for one CSS pixel, kept up to date: it changes with the zoom, and from screen to screen. */
export function usePixelRatio(): number {
  return useSyncExternalStore(watchPixelRatio, () => devicePixelRatio);
}

function watchPixelRatio(changed: () => void): () => void {
  let query: MediaQueryList;
  // A query is about one value: the next one needs another.
  const onChange = () => {
    watch();
    changed();
  };
  const watch = () => {
    query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    query.addEventListener('change', onChange, { once: true });
  };
  watch();
  return () => query.removeEventListener('change', onChange);
}
