/** Which call, and which two URLs are asked about it: the options that `call` and `drill` share. */
import { type Command, Option } from 'commander';
import { directions } from '../../functions/domain/request.ts';
import { appletName, appletUrl, legName } from './arguments.ts';
import { configuredUrl } from './configured-url.ts';

export type CallOptions = {
  readonly applet: string;
  readonly from: string;
  readonly to: string;
  readonly primary?: string;
  readonly fallback?: string;
  readonly key?: string;
  readonly leg?: string;
  readonly digits?: string;
  readonly customField?: string;
  readonly direction: (typeof directions)[number];
};

export const withCall = (command: Command): Command =>
  command
    .option('--applet <name>', 'the applet, last segment of its URLs', appletName, 'main')
    .option('--from <number>', 'the caller', '09900112233')
    .option('--to <number>', 'the ExoPhone called', '08040001000')
    .option('--primary <url>', 'Primary URL as pasted into the applet (default: the local service)', appletUrl)
    .option('--fallback <url>', 'Fallback URL as pasted into the applet (default: the local service)', appletUrl)
    .option('--key <key>', 'the key in all URLs')
    .option('--leg <name>', 'the leg in both URLs', legName)
    .option('--digits <digits>', 'keys pressed before the applet; Exotel sends them in quotes, once')
    .option('--custom-field <text>', 'CustomField of a call started by API')
    .addOption(
      new Option('--direction <direction>', 'which way the call goes').choices(directions).default('incoming'),
    );

/** Both as they stand in the applet's configuration. */
export const urlsFrom = (
  options: CallOptions,
  local: string,
): { readonly primary: string; readonly fallback: string } => {
  const { applet, key, leg } = options;
  return {
    primary: configuredUrl(options.primary ?? `${local}/primary`, applet, { key, leg }),
    fallback: configuredUrl(options.fallback ?? `${local}/fallback`, applet, { key, leg }),
  };
};
