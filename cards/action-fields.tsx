import { Alert, DateInput, Flex, Input, List, Select, Text, TextArea } from '@hubspot/ui-extensions';
import type { CardMay } from './contract';
import type { Draft } from './draft';
import type { Say, TextKey } from './texts';

export interface FieldsProps {
  readonly draft: Draft;
  readonly may: CardMay;
  readonly say: Say;
  /** What is wrong with which field. */
  readonly missing: Partial<Readonly<Record<keyof Draft, TextKey>>>;
  readonly onEdit: (change: Partial<Draft>) => void;
}

/** How a field says that something is missing. */
const fault = ({ missing, say }: FieldsProps, field: keyof Draft) => {
  const key = missing[field];
  return key === undefined ? {} : { error: true, validationMessage: say(key) };
};

/** A note, and, over requirements that are not met, a reason of its own. */
export function SetSqlFields(props: FieldsProps) {
  const { draft, may, say, onEdit } = props;
  return (
    <Flex direction="column" gap="sm">
      {may.overrides.length === 0 ? null : (
        <Alert title={say('overrides')} variant="warning">
          <List variant="unordered">
            {may.overrides.map(({ id, because }) => (
              <Text key={id}>{because}</Text>
            ))}
          </List>
        </Alert>
      )}
      <TextArea
        name="note"
        label={say('note')}
        description={say('noteHelp')}
        required
        rows={3}
        value={draft.note}
        onInput={(note) => onEdit({ note })}
        {...fault(props, 'note')}
      />
      {may.overrides.length === 0 ? null : (
        <Input
          name="override"
          label={say('override')}
          description={say('overrideHelp')}
          required
          value={draft.override}
          onInput={(override) => onEdit({ override })}
          {...fault(props, 'override')}
        />
      )}
    </Flex>
  );
}

/** Why marketing gets it back, and when somebody looks again. */
export function RecycleFields(props: FieldsProps) {
  const { draft, say, onEdit } = props;
  return (
    <Flex direction="column" gap="sm">
      <Input
        name="reason"
        label={say('reason')}
        description={say('recycleHelp')}
        required
        value={draft.reason}
        onInput={(reason) => onEdit({ reason })}
        {...fault(props, 'reason')}
      />
      <DateInput
        name="wakeUp"
        label={say('wakeUp')}
        description={say('wakeUpHelp')}
        format="YYYY-MM-DD"
        {...(draft.wakeUp ? { value: draft.wakeUp } : {})}
        onChange={(day) => onEdit({ wakeUp: day ? { year: day.year, month: day.month, date: day.date } : undefined })}
        {...fault(props, 'wakeUp')}
      />
    </Flex>
  );
}

/** A reason of the model's list, or a free one where it has none. */
export function DisqualifyFields(props: FieldsProps) {
  const { draft, may, say, onEdit } = props;
  const reason = {
    name: 'reason',
    label: say('reason'),
    required: true,
    value: draft.reason,
    ...fault(props, 'reason'),
  };
  return (
    <Flex direction="column" gap="sm">
      {may.disqualifyReasons.length === 0 ? (
        <Input {...reason} onInput={(text) => onEdit({ reason: text })} />
      ) : (
        <Select
          {...reason}
          placeholder={say('reasonChoose')}
          options={may.disqualifyReasons.map((value) => ({ value, label: value }))}
          onChange={(value) => onEdit({ reason: String(value) })}
        />
      )}
      <TextArea
        name="note"
        label={say('noteOptional')}
        rows={2}
        value={draft.note}
        onInput={(note) => onEdit({ note })}
      />
    </Flex>
  );
}
