import { useEffect } from 'react';

/** Lets the browser ask before the page is closed or left, while something would end by it, or a key meant for elsewhere may do it. */
export function useLeaveGuard(active: boolean): void {
  useEffect(() => {
    if (!active) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [active]);
}
