import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeFloor } from '../../lib/floor.ts';

describe('the floor', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'dial-whom-floor-'));
  });
  afterAll(async () => rm(directory, { recursive: true }));

  it('is the configuration as JSON, in a folder that need not exist yet', async () => {
    const config = { settings: { lastResort: ['+919900000000'] } };
    const file = writeFloor(join(directory, 'new', 'folder'), config);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(config);
  });

  it('has an absolute path, even in the relative folder that the cdk CLI names', () => {
    expect(isAbsolute(writeFloor(relative(process.cwd(), directory), {}))).toBe(true);
  });

  it('has the same bytes each time, so that nothing is deployed when nothing changed', async () => {
    const bytesIn = async (folder: string) => readFile(writeFloor(join(directory, folder), { a: 1, b: [2] }), 'utf8');
    expect(await bytesIn('first')).toBe(await bytesIn('second'));
  });
});
