import { type ReactNode, useEffect, useRef } from 'react';
import { Icon, type IconName } from './icon.js';

/** Whether a page was shown before: the first one leaves the focus where the browser puts it. */
let shownBefore = false;

export interface PageProps {
  readonly heading: string;
  readonly lead?: ReactNode;
  readonly icon?: IconName;
  /** What colours the top of the page: something to be careful with, or something that is well. */
  readonly tone?: 'calm' | 'care' | 'alarm';
  readonly children?: ReactNode;
}

/** One page: its heading gets the focus when it comes, so that screen readers read it and the next Tab goes to its first control. */
export function Page({ heading, lead, icon, tone, children }: PageProps) {
  const h1 = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (shownBefore) {
      h1.current?.focus();
      scrollTo(0, 0);
    }
    shownBefore = true;
  }, []);
  return (
    <>
      <div className={`page-head ${tone ?? ''}`}>
        {icon && <Icon name={icon} />}
        <div>
          <h1 ref={h1} tabIndex={-1}>
            {heading}
          </h1>
          {lead !== undefined && <p className="lead">{lead}</p>}
        </div>
      </div>
      {children}
    </>
  );
}
