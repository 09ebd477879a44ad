/** The ways of a desk to DynamoDB and to S3, and how a cell makes them fail. */
import type { BlackHole } from '../support/black-hole.ts';
import type { FaultProxy } from '../support/fault-proxy.ts';
import { type Cell, faultIn } from './cells.ts';

export type Ways = { readonly dynamo: FaultProxy; readonly s3: FaultProxy };

export const failFor = (cell: Cell, seed: string, { dynamo, s3 }: Ways): void => {
  const fault = faultIn(cell, seed);
  if (cell.target === 'everything') {
    dynamo.fail(fault);
    s3.fail(fault);
  } else if (cell.target === 'snapshot read') {
    dynamo.fail('refuse');
    s3.fail(fault, cell.target);
  } else dynamo.fail(fault, cell.target);
};

/** Requests so far that met a fault which the cell is about. */
export const metBy = ({ target }: Cell, { dynamo, s3 }: Ways): number =>
  (target === 'snapshot read' ? 0 : dynamo.met()) +
  (target === 'snapshot read' || target === 'everything' ? s3.met() : 0);

export const openFor = async ({ target }: Cell, holes: readonly BlackHole[], { dynamo }: Pick<Ways, 'dynamo'>) => {
  const [ofDynamo, ofS3] = holes;
  await ofS3?.open();
  if (target === 'everything') await ofDynamo?.open();
  else dynamo.fail('refuse');
};
