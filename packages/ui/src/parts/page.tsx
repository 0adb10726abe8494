import { type ReactNode, useEffect, useRef } from 'react';
import { Icon, type IconName } from './icon.js';

/** Whether a page was shown before: the first one leaves the focus where the browser puts it. */
let shownBefore = false;

export interface PageProps {
  readonly heading: string;
  readonly lead?: ReactNode | undefined;
  readonly icon?: IconName;
  /** Address of a drawing beside the heading, where there is room. */
  readonly picture?: string;
  /** What colours the top of the page: something to be careful with, or something that is well. */
  readonly tone?: 'calm' | 'care' | 'alarm';
  /** The top stands out: what it says has to be seen at a glance. */
  readonly banner?: boolean;
  readonly children?: ReactNode;
}

/** One page: its heading gets the focus when it comes, so that screen readers read it and the next Tab goes to its first control. */
export function Page({ heading, lead, icon, picture, tone, banner, children }: PageProps) {
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
      <div className={`page-head ${tone ?? ''} ${banner ? 'banner' : ''}`}>
        {icon && <Icon name={icon} />}
        <div>
          <h1 ref={h1} tabIndex={-1}>
            {heading}
          </h1>
          {lead !== undefined && <p className="lead">{lead}</p>}
        </div>
        {picture !== undefined && <img className="picture" src={picture} alt="" />}
      </div>
      {children}
    </>
  );
}
