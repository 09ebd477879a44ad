/** The floor: `pools.yaml`, checked and baked into the bundle when the app is synthesised. */
declare module '@dial-whom/floor' {
  const floor: import('../domain/config.ts').Config;
  export default floor;
}
