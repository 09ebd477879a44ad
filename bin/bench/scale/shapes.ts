/** What the parameters consist of. */

export type Partition = 'CALL' | 'AGENT' | 'CONFIG' | 'APPLET' | 'POOL' | 'CALLER' | 'HISTORY';
export type Units = {
  readonly reads: Readonly<Partial<Record<Partition, number>>>;
  /** Besides, for each agent that the applet's pools reach. */
  readonly readsAnAgent?: number;
  readonly writes: Readonly<Partial<Record<Partition, number>>>;
  /** Of the index of calls; dynalite counts none, so these are reckoned from what changes of an item. */
  readonly indexWrites: number;
};

/** Who is called. `agents` is of a pool; each applet leads to one pool. */
export type Desk = {
  readonly agents: number;
  readonly leases: 'on' | 'off';
  readonly applets: number | 'as many as it takes';
};
