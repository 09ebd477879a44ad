import type { Config } from '../../functions/domain/config.ts';

/** `8 agents, 3 pools, 2 applets` */
export const summaryOf = ({ agents, pools, applets }: Config): string =>
  [counted(agents, 'agent'), counted(pools, 'pool'), counted(applets, 'applet')].join(', ');

const counted = (entries: object, noun: string): string => {
  const count = Object.keys(entries).length;
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
};
