/**
 * A workflow that cannot be made or used as asked. The sandbox stands alone, so it does not share the product's errors;
 * the codes are theirs.
 */
export class WorkflowRefusal extends Error {
  override readonly name = 'WorkflowRefusal';

  constructor(
    readonly code: 'INVALID_INPUT' | 'NOT_FOUND' | 'CONFLICT',
    message: string,
  ) {
    super(message);
  }
}
