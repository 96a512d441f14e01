import type { PortalProperty } from './check-portal.js';
import type { ActionType } from './recognise-action.js';
import type { Flow, Json } from './template.js';

/** Somebody active in a portal. */
export interface Person {
  readonly ownerId: string;
  /** What notifications are addressed to; absent where HubSpot does not say. */
  readonly userId: string | undefined;
  readonly email: string;
}

/** A flow of a portal, as a list shows it. */
export interface ListedFlow {
  readonly id: string;
  readonly name: string;
  readonly isEnabled: boolean;
}

/** The workflows of one portal, and what they refer to. Every one throws AppError as any call to HubSpot does. */
export interface WorkflowPortal {
  readonly portalId: number;
  actionTypes(): Promise<readonly ActionType[]>;
  people(): Promise<readonly Person[]>;
  properties(): Promise<readonly PortalProperty[]>;
  /** All there are. */
  flows(): Promise<readonly ListedFlow[]>;
  /** Whole, as HubSpot keeps them; those that are gone are left out. */
  read(flowIds: readonly string[]): Promise<readonly Readonly<Record<string, Json>>[]>;
  /** @returns its id */
  create(flow: Flow): Promise<string>;
}
