/** The official DynamoDB Local: fetched once with Maven, started on 127.0.0.1 on a free port, in memory. */
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '../../bin/local/database.ts';
import { cached, Missing, requireCommands, runTool } from '../support/toolbox.ts';

const pom = join(import.meta.dirname, 'pom.xml');
const jdk = 'Install a JDK 17 or newer and Maven (Debian: apt-get install default-jdk-headless maven).';

/** The folder with its jars and native libraries. */
const fetchJars = (): string =>
  cached('dynamodb-local', readFileSync(pom, 'utf8'), (folder) => {
    requireCommands(['mvn'], jdk);
    console.log('fetching DynamoDB Local with Maven, once');
    runTool(
      'mvn',
      ['-B', '-q', '-C', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${folder}`],
      folder,
      'DynamoDB Local could not be fetched: Maven needs the network for this once.',
    );
  });

const requireJdk = (): void => {
  requireCommands(['java'], jdk);
  const { stdout } = spawnSync('java', ['--list-modules'], { encoding: 'utf8' });
  const [, version] = /^jdk\.compiler@(\d+)/m.exec(stdout) ?? [];
  if (version === undefined || Number(version) < 17) throw new Missing(`java is no JDK 17 or newer. ${jdk}`);
};

export const startDynamoDbLocal = async (): Promise<Database> => {
  requireJdk();
  const jars = fetchJars();
  const child = spawn(
    'java',
    [
      '-Xmx1g',
      `-Dsqlite4java.library.path=${jars}`,
      '-cp',
      join(jars, '*'),
      join(import.meta.dirname, 'Loopback.java'),
    ],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  );
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  const ended = new Promise<void>((settle) => {
    child.once('close', () => settle());
  });
  const port = await new Promise<string>((settle, reject) => {
    child.stdout.on('data', () => {
      const [, found] = /^listening on (\d+)$/m.exec(printed) ?? [];
      if (found !== undefined) settle(found);
    });
    void ended.then(() => reject(new Error(`DynamoDB Local did not start: ${printed}`)));
  });
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stop: async () => {
      child.kill();
      await ended;
    },
  };
};
