import { CHANNELS } from '../../../src/app/ask.js';
import { renderMessage } from '../../../src/notify/render/render-message.js';
import { factsOfAda, KEY } from './facts-of-ada.js';

const TO = { key: KEY, target: 'sam@example.com' };

describe('renderMessage', () => {
  it.each(CHANNELS)('renders for %s', (channel) => {
    expect(renderMessage(channel, factsOfAda(), TO).channel).toBe(channel);
  });

  it.each(CHANNELS)('gives %s the same bytes for the same facts (P3)', (channel) => {
    expect(JSON.stringify(renderMessage(channel, factsOfAda(), TO))).toBe(
      JSON.stringify(renderMessage(channel, factsOfAda(), TO)),
    );
  });
});
