/* What the page of the preview and its server say to each other. Types only. */

/** `GET /api/about` */
export interface About {
  readonly portalId: number;
  readonly appId: number;
  /** The service, as a card's `API_BASE`. */
  readonly apiBase: string;
  /** Who looks at the record. */
  readonly user: { readonly id: number; readonly email: string; readonly firstName: string; readonly lastName: string };
  readonly timeZone: string;
  readonly stages: readonly { readonly id: string; readonly label: string }[];
}

/** `GET /api/people?q=&stage=&after=` */
export interface PeopleJson {
  readonly people: readonly PersonRow[];
  /** How many there are with this search and filter. */
  readonly total: number;
}

export interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly company: string;
  /** As the portal calls it. */
  readonly stage: string;
  readonly out: boolean;
  /** Absent: not scored. */
  readonly score?: number;
}

/** `GET /api/people/:id` */
export interface RecordJson {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly email: string;
  /** What the portal holds: nothing of it comes from the service. */
  readonly portal: readonly Held[];
  readonly groups: readonly { readonly label: string; readonly values: readonly Held[] }[];
  readonly tasks: readonly TaskRow[];
  readonly messages: readonly MessageRow[];
  /** The service's log could not be read. */
  readonly messagesFailed: boolean;
}

export interface Held {
  readonly name: string;
  readonly label: string;
  readonly value: string;
}

export interface TaskRow {
  readonly id: string;
  readonly subject: string;
  /** Plain text. */
  readonly body: string;
  readonly due: string;
  readonly status: string;
  readonly owner: string;
}

/** A row of the service's `/admin/deliveries`. */
export interface MessageRow {
  readonly channel: string;
  readonly target: string;
  readonly state: string;
  readonly at: string;
}

/** `POST /api/fetch`: what a card asked `hubspot.fetch` for. */
export interface FetchAsk {
  readonly url: string;
  readonly method: string;
  readonly body?: Readonly<Record<string, unknown>> | undefined;
}

/** What comes back to the card. */
export interface FetchAnswer {
  readonly status: number;
  readonly body: string;
}
