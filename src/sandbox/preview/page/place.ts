/** What the page shows. */
export interface Place {
  /** Id of the contact; empty: nobody yet. */
  readonly contact: string;
  /** The user's language, as HubSpot would say it. */
  readonly locale: string;
}

/** `#contact=1002&locale=nl` */
export function placeIn(hash: string): Place {
  const read = new URLSearchParams(hash.replace(/^#/, ''));
  return { contact: read.get('contact') ?? '', locale: read.get('locale') ?? 'en' };
}

export const placeText = ({ contact, locale }: Place): string =>
  `#${new URLSearchParams({ contact, locale }).toString()}`;
