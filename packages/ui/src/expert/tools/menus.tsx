import type { Monitor } from 'beside/protocol';
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { Separator } from 'react-aria-components/Separator';
import { useText } from '../../text/use-text.js';
import { SPECIAL_KEYS, type SpecialKey } from '../input/special-keys.js';
import { Tool } from './tool.js';

/** Which of the novice's monitors is shown; there are several. */
export function MonitorMenu({ monitors, chosen, onChoose }: MonitorMenuProps) {
  const text = useText().expert;
  return (
    <MenuTrigger>
      <Tool icon="screen" words={text.monitors} />
      <Popover className="menu-popover">
        <Menu
          className="menu"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[chosen ?? 'all']}
          onSelectionChange={(keys) => {
            const key = keys === 'all' ? 'all' : [...keys][0];
            onChoose(typeof key === 'number' ? key : undefined);
          }}
        >
          <MenuItem id="all" className="menu-item">
            {text.allMonitors}
          </MenuItem>
          {monitors.map(({ x, y, width, height, primary }, i) => (
            <MenuItem id={i} key={`${x} ${y}`} className="menu-item">
              {text.monitor(i + 1, width, height, primary)}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

interface MonitorMenuProps {
  readonly monitors: readonly Monitor[];
  /** Its place among them; undefined for all. */
  readonly chosen: number | undefined;
  readonly onChoose: (monitor: number | undefined) => void;
}

const NAMES = Object.keys(SPECIAL_KEYS) as SpecialKey[];

/** Keys that the expert's own computer would take for itself, and texts. */
export function KeysMenu({ isDisabled, onKeys, onTypeText }: KeysMenuProps) {
  const text = useText().expert;
  return (
    <MenuTrigger>
      <Tool icon="keyboard" words={text.keys} isDisabled={isDisabled} />
      <Popover className="menu-popover">
        <Menu
          className="menu"
          onAction={(key) => {
            if (key === 'text') onTypeText();
            else onKeys(key as SpecialKey);
          }}
        >
          {NAMES.map((name) => (
            <MenuItem id={name} key={name} className="menu-item">
              {text.specialKeys[name]}
            </MenuItem>
          ))}
          <Separator className="menu-line" />
          <MenuItem id="text" className="menu-item">
            {text.typeText}
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

interface KeysMenuProps {
  readonly isDisabled: boolean;
  readonly onKeys: (name: SpecialKey) => void;
  readonly onTypeText: () => void;
}
