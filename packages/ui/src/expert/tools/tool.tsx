import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { Icon, type IconName } from '../../parts/icon.js';

interface ToolProps {
  readonly icon: IconName;
  /** Always told to screen readers; where there is little room, the icon alone is seen. */
  readonly children: ReactNode;
  readonly kind?: 'plain' | 'primary' | 'danger';
  readonly isDisabled?: boolean;
  readonly onPress?: () => void;
  /** A number that is seen besides, already told by `children`. */
  readonly badge?: number;
}

/** A button of the tool bar. */
export function Tool({ icon, children, kind = 'plain', badge = 0, ...rest }: ToolProps) {
  return (
    <Button className={`tool ${kind}`} {...rest}>
      <Icon name={icon} />
      <span className="tool-words">{children}</span>
      {badge > 0 && (
        <span className="badge" aria-hidden="true">
          {badge}
        </span>
      )}
    </Button>
  );
}

/** A button of the tool bar that stays pressed. */
export function ToggleTool({ icon, children, badge = 0, isSelected, onChange }: ToggleToolProps) {
  return (
    <ToggleButton className="tool" isSelected={isSelected} onChange={onChange}>
      <Icon name={icon} />
      <span className="tool-words">{children}</span>
      {badge > 0 && (
        <span className="badge" aria-hidden="true">
          {badge}
        </span>
      )}
    </ToggleButton>
  );
}

interface ToggleToolProps extends Pick<ToolProps, 'icon' | 'children' | 'badge'> {
  readonly isSelected: boolean;
  readonly onChange: (selected: boolean) => void;
}
