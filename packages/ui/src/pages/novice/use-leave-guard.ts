import { useEffect } from 'react';

/**
 * Lets the browser ask before the page is closed or left, while something would end by it: the program voids the invitation when no
 * page comes back.
 */
export function useLeaveGuard(active: boolean): void {
  useEffect(() => {
    if (!active) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [active]);
}
