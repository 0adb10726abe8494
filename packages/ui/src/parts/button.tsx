import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Icon, type IconName } from './icon.js';

/** `primary`: what most people want next, at most one a page. `danger`: ends something. */
type Kind = 'plain' | 'primary' | 'danger' | 'quiet';

export interface ButtonProps {
  readonly children: ReactNode;
  readonly icon?: IconName;
  readonly kind?: Kind;
  readonly isDisabled?: boolean;
  readonly type?: 'button' | 'submit';
  readonly onPress?: () => void;
  readonly 'aria-describedby'?: string;
}

/** A button of the pages: large enough for a finger, with words always. */
export function Button({ children, icon, kind = 'plain', ...rest }: ButtonProps) {
  return (
    <AriaButton className={`button ${kind}`} {...rest}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </AriaButton>
  );
}
