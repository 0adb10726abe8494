import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip';
import { Icon, type IconName } from '../../parts/icon.js';

/** ms until a tooltip comes. */
const DELAY = 500;

interface Look {
  readonly icon: IconName;
  /** Always told to screen readers; where there is little room, the icon alone is seen, and these in a tooltip. */
  readonly words: string;
  /** A number that is seen besides. */
  readonly badge?: number;
  /** What that number means, for screen readers. */
  readonly badgeWords?: string;
}

interface ToolProps extends Look {
  readonly kind?: 'plain' | 'primary' | 'danger';
  readonly isDisabled?: boolean;
  readonly onPress?: () => void;
}

/** A button of the tool bar. */
export function Tool({ kind = 'plain', isDisabled, onPress, ...look }: ToolProps) {
  return (
    <WithTooltip words={look.words}>
      <Button className={`tool ${kind}`} isDisabled={isDisabled ?? false} {...(onPress && { onPress })}>
        <Face {...look} />
      </Button>
    </WithTooltip>
  );
}

interface ToggleToolProps extends Look {
  readonly isSelected: boolean;
  readonly onChange: (selected: boolean) => void;
}

/** A button of the tool bar that stays pressed. */
export function ToggleTool({ isSelected, onChange, ...look }: ToggleToolProps) {
  return (
    <WithTooltip words={look.words}>
      <ToggleButton className="tool" isSelected={isSelected} onChange={onChange}>
        <Face {...look} />
      </ToggleButton>
    </WithTooltip>
  );
}

function Face({ icon, words, badge = 0, badgeWords }: Look) {
  return (
    <>
      <Icon name={icon} />
      <span className="tool-words">{words}</span>
      {badge > 0 && (
        <>
          <span className="tool-badge" aria-hidden="true">
            {badge}
          </span>
          <span className="visually-hidden">{badgeWords}</span>
        </>
      )}
    </>
  );
}

/** The tooltip stands in the page's own header, so that everything on the page belongs to one of its landmarks. */
function WithTooltip({ words, children }: { readonly words: string; readonly children: ReactNode }) {
  const [header, setHeader] = useState<HTMLElement | null>(null);
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => setHeader(place.current?.closest('header') ?? null), []);
  return (
    <TooltipTrigger delay={DELAY}>
      {children}
      <span ref={place} hidden />
      <Tooltip className="tool-tip" offset={6} {...(header && { UNSTABLE_portalContainer: header })}>
        {words}
      </Tooltip>
    </TooltipTrigger>
  );
}
