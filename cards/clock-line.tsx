import { Flex, StatusTag, Text } from '@hubspot/ui-extensions';
import { clockView } from './clock-view';
import type { CardView } from './contract';
import type { Told } from './notice-view';

interface Props {
  readonly view: CardView;
  readonly told: Told;
  /** Without what led to it. */
  readonly brief?: boolean;
}

/** How long is left, or how late it is. Nothing where no clock runs. */
export function ClockLine({ view, told, brief = false }: Props) {
  if (!view.clock) return null;
  const { tone, left, due, lines } = clockView(view.clock, told);
  return (
    <Flex direction="column" gap="xs">
      <StatusTag variant={tone}>{left}</StatusTag>
      <Text format={{ fontWeight: 'demibold' }}>{due}</Text>
      {(brief ? [] : lines).map((line) => (
        <Text key={line} variant="microcopy">
          {line}
        </Text>
      ))}
    </Flex>
  );
}
