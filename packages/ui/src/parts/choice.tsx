import type { ReactNode } from 'react';
import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import { Switch } from 'react-aria-components/Switch';

export interface Option<Value extends string> {
  readonly value: Value;
  readonly name: string;
  readonly text: string;
}

/** One of several, each with a sentence. */
export function Choice<Value extends string>(props: {
  readonly label: string;
  readonly options: readonly Option<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}) {
  return (
    <RadioGroup className="choice" value={props.value} onChange={(value) => props.onChange(value as Value)}>
      <Label className="field-label">{props.label}</Label>
      {props.options.map(({ value, name, text }) => (
        <Radio key={value} value={value} className="option">
          <span className="mark" />
          <span className="option-text">
            <b>{name}</b>
            <span className="soft">{text}</span>
          </span>
        </Radio>
      ))}
    </RadioGroup>
  );
}

/** On or off, with a sentence. */
export function OnOff(props: {
  readonly children: ReactNode;
  readonly text: string;
  readonly isSelected: boolean;
  readonly onChange: (selected: boolean) => void;
}) {
  return (
    <Switch className="option on-off" isSelected={props.isSelected} onChange={props.onChange}>
      <span className="track" />
      <span className="option-text">
        <b>{props.children}</b>
        <span className="soft">{props.text}</span>
      </span>
    </Switch>
  );
}
