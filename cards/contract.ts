// When the cards are assembled, the file itself stands here: HubSpot builds nothing from outside this folder.
export type * from '../src/http/card-contract';
