/**
 * Planner settings of every connection. Our statements look up some hundred keys by index, and what they look up is in
 * memory; with the default costs the planner reads whole tables until these are large, and for a while after they have grown.
 */
export const PLANNER = ['random_page_cost=0.2', 'jit=off'] as const;
