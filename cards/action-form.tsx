import { Button, ButtonRow, Flex, Heading, LoadingButton, Tile } from '@hubspot/ui-extensions';
import { useState } from 'react';
import { DisqualifyFields, RecycleFields, SetSqlFields, type FieldsProps } from './action-fields';
import type { CardMay } from './contract';
import { EMPTY, readDraft, type Asking } from './draft';
import type { Wish } from './press';
import type { Say } from './texts';

interface Props {
  readonly asking: Asking;
  readonly may: CardMay;
  readonly now: number;
  readonly say: Say;
  readonly busy: boolean;
  readonly onSend: (wish: Wish) => void;
  readonly onCancel: () => void;
}

const FIELDS: Readonly<Record<Asking, (props: FieldsProps) => React.JSX.Element>> = {
  'set-stage': SetSqlFields,
  recycle: RecycleFields,
  disqualify: DisqualifyFields,
};

/** What a button asks before it is done. What is missing is said at its field, once it was tried. */
export function ActionForm({ asking, may, now, say, busy, onSend, onCancel }: Props) {
  const [draft, setDraft] = useState(EMPTY);
  const [tried, setTried] = useState(false);
  const read = readDraft(asking, draft, may, now);
  const Fields = FIELDS[asking];
  const send = (): void => {
    setTried(true);
    if (read.ok) onSend(read.wish);
  };
  return (
    <Tile>
      <Flex direction="column" gap="sm">
        <Heading>{say(`button.${asking}`)}</Heading>
        <Fields
          draft={draft}
          may={may}
          say={say}
          missing={tried && !read.ok ? read.missing : {}}
          onEdit={(change) => setDraft((before) => ({ ...before, ...change }))}
        />
        <ButtonRow disableDropdown>
          <LoadingButton
            variant={asking === 'disqualify' ? 'destructive' : 'primary'}
            size="sm"
            loading={busy}
            disabled={busy}
            onClick={send}
          >
            {say(`button.${asking}`)}
          </LoadingButton>
          <Button variant="secondary" size="sm" disabled={busy} onClick={onCancel}>
            {say('cancel')}
          </Button>
        </ButtonRow>
      </Flex>
    </Tile>
  );
}
