import { ButtonRow, Flex, LoadingButton } from '@hubspot/ui-extensions';
import { useState } from 'react';
import { ActionForm } from './action-form';
import { buttonsView, type ButtonView } from './buttons-view';
import type { Asking } from './draft';
import type { Wish } from './press';
import type { ShownLead } from './shown-lead';

/** The buttons of this stage, and under them what the pressed one asks. */
export function ActionBar({ lead, state, told }: ShownLead) {
  const [asking, setAsking] = useState<Asking>();
  const { busy, view } = state;
  const { say, now } = told;
  const buttons = buttonsView(view);
  const open = asking !== undefined && buttons.some(({ button }) => button === asking) ? asking : undefined;
  const press = ({ button }: ButtonView): void => {
    if (button === 'accept' || button === 'score') return void lead.press({ button });
    setAsking(open === button ? undefined : button);
  };
  const send = async (wish: Wish): Promise<void> => {
    if (await lead.press(wish)) setAsking(undefined);
  };

  return (
    <Flex direction="column" gap="sm">
      <ButtonRow disableDropdown>
        {buttons.map((one) => (
          <LoadingButton
            key={one.button}
            variant={one.primary && open === undefined ? 'primary' : 'secondary'}
            size="sm"
            loading={typeof busy === 'object' && busy.button === one.button && !one.asks}
            disabled={busy !== undefined}
            onClick={() => press(one)}
          >
            {say(`button.${one.button}`)}
          </LoadingButton>
        ))}
      </ButtonRow>
      {open === undefined ? null : (
        <ActionForm
          key={open}
          asking={open}
          may={view.may}
          now={now}
          say={say}
          busy={busy !== undefined}
          onSend={(wish) => void send(wish)}
          onCancel={() => setAsking(undefined)}
        />
      )}
    </Flex>
  );
}
