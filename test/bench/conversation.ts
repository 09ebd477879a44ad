/** What one call asks of the primary, in its order. */
import { request } from './contestants.ts';

export const requests = ['first attempt', 'repeat', 'next attempt', 'talked'] as const;
/** `held`: whoever is offered is claimed. `open`: nobody is. */
export const applets = ['open', 'held'] as const;

export type Kind = `${(typeof requests)[number]}, ${(typeof applets)[number]}`;
export const kinds: readonly Kind[] = applets.flatMap((applet) =>
  requests.map((name) => `${name}, ${applet}` as const),
);

/** `ask` gives back the numbers it was answered. Whoever was rung is free again in the end, and named. */
export const converse = async (
  CallSid: string,
  ask: (kind: Kind, event: ReturnType<typeof request>) => Promise<string>,
): Promise<readonly string[]> => {
  const rung: string[] = [];
  for (const applet of applets) {
    const report = (numbers: string, DialCallStatus: string) => {
      const [head = ''] = numbers.split(',');
      rung.push(head);
      return request(applet, { CallSid, DialWhomNumber: head.replace('+91', '0'), DialCallStatus });
    };
    const first = await ask(`first attempt, ${applet}`, request(applet, { CallSid }));
    await ask(`repeat, ${applet}`, request(applet, { CallSid }));
    const next = await ask(`next attempt, ${applet}`, report(first, 'busy'));
    await ask(`talked, ${applet}`, report(next, 'completed'));
  }
  return rung;
};
