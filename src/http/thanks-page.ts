import type { Response } from 'express';

const THANKS = 'Thank you.';
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/**
 * What the browser shows after a plain HTML form was posted.
 *
 * @param message HubSpot's message, which may hold markup: only its words are shown
 */
export function sendThanks(res: Response, message = THANKS): void {
  const words =
    message
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim() || THANKS;
  const said = words.replace(/&(?!#?\w+;)|[<>"]/g, (mark) => ENTITIES[mark] ?? '');
  res
    .status(200)
    .type('html')
    .send(
      `<!doctype html><meta charset="utf-8"><title>${said}</title><meta name="viewport" content="width=device-width"><p>${said}</p>\n`,
    );
}
