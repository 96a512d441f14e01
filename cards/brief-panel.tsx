import { Flex, Heading, List, StatusTag, Inline, Text } from '@hubspot/ui-extensions';
import type { CardBrief } from './contract';
import type { Say } from './texts';

/** What a rep reads before he calls. */
export function BriefPanel({ brief, say }: { readonly brief: CardBrief; readonly say: Say }) {
  const { who, why, timeline, next } = brief;
  return (
    <Flex direction="column" gap="md">
      {who.length + why.length + timeline.length === 0 ? <Text>{say('noBrief')}</Text> : null}
      <Lines title={say('briefWho')} lines={who} />
      {why.length === 0 ? null : (
        <Flex direction="column" gap="sm">
          <Heading>{say('briefWhy')}</Heading>
          {why.map(({ text, against }) => (
            <Inline key={text} gap="sm" align="center">
              <StatusTag variant={against ? 'danger' : 'success'}>
                {say(against ? 'briefAgainst' : 'briefFor')}
              </StatusTag>
              <Text>{text}</Text>
            </Inline>
          ))}
        </Flex>
      )}
      <Lines title={say('briefTimeline')} lines={timeline} />
      <Lines title={say('nextAction')} lines={next === '' ? [] : [next]} />
    </Flex>
  );
}

function Lines({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <Flex direction="column" gap="sm">
      <Heading>{title}</Heading>
      <List variant="unordered">
        {lines.map((line) => (
          <Text key={line}>{line}</Text>
        ))}
      </List>
    </Flex>
  );
}
