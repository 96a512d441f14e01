/**
 * Planner settings of every connection. Our statements look up some hundred keys by index, whatever the size of a table;
 * left to itself the planner reads whole tables while they are small, and keeps doing so when they have just grown.
 */
export const PLANNER = ['enable_hashjoin=off', 'enable_mergejoin=off', 'random_page_cost=1.1', 'jit=off'] as const;
