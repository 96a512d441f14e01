import { Button, ErrorState, Flex, LoadingSpinner, Text } from '@hubspot/ui-extensions';
import type { LeadState } from './lead-state';
import { failureText } from './notice-view';
import type { Say } from './texts';

export function Loading({ say }: { readonly say: Say }) {
  return <LoadingSpinner label={say('loading')} showLabel layout="centered" />;
}

interface LoadFailedProps {
  readonly why: Extract<LeadState, { kind: 'failed' }>['why'];
  readonly say: Say;
  readonly onAgain: () => void;
}

/** Nothing to show: says why, and offers the way on. */
export function LoadFailed({ why, say, onAgain }: LoadFailedProps) {
  return (
    <ErrorState title={say('failed')} type="error">
      <Flex direction="column" gap="sm" align="center">
        {failureText(why, say).map((line) => (
          <Text key={line}>{line}</Text>
        ))}
        <Button variant="secondary" onClick={onAgain}>
          {say('again')}
        </Button>
      </Flex>
    </ErrorState>
  );
}
