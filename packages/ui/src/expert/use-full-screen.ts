import { useEffect, useSyncExternalStore } from 'react';

/** The Keyboard Lock API, which TypeScript's DOM library does not have yet, nor do Firefox and Safari. */
interface KeyboardLock {
  lock(codes?: readonly string[]): Promise<void>;
  unlock(): void;
}

/**
 * Whether the page fills the screen, and how to change that.
 *
 * @param lockKeys while it does, keys go to the page that the browser and the system keep otherwise (Esc, Super, Alt+Tab), where
 *   the browser can. It leaves full screen when Esc is held for long.
 */
export function useFullScreen(lockKeys: boolean): readonly [boolean, (full: boolean) => void] {
  const full = useSyncExternalStore(watch, () => document.fullscreenElement !== null);
  useEffect(() => {
    const { keyboard } = navigator as Navigator & { readonly keyboard?: KeyboardLock };
    if (!full || !lockKeys || !keyboard) return;
    // Refused where something else has them: then they do what they do otherwise.
    keyboard.lock().catch(() => {});
    return () => keyboard.unlock();
  }, [full, lockKeys]);
  useEffect(
    () => () => {
      if (document.fullscreenElement) void document.exitFullscreen();
    },
    [],
  );
  const set = (wanted: boolean) => {
    // All of the document: menus and questions are shown outside of the session's own element.
    const done = wanted ? document.documentElement.requestFullscreen({ navigationUI: 'hide' }) : document.exitFullscreen();
    // The browser or its person does not want it.
    done.catch(() => {});
  };
  return [full, set];
}

function watch(changed: () => void): () => void {
  document.addEventListener('fullscreenchange', changed);
  return () => document.removeEventListener('fullscreenchange', changed);
}
