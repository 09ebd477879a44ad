/** The two URLs to probe, as somebody put them into the parameter after the first deploy. */
import type { ParameterReading } from '../domain/ports.ts';

type ProbedUrls =
  | { readonly kind: 'found'; readonly primary: string; readonly fallback: string }
  | { readonly kind: 'none'; readonly why: string };

/** Primary first, white space between them. */
export const urlsIn = (reading: ParameterReading): ProbedUrls => {
  switch (reading.kind) {
    case 'missing':
      return { kind: 'none', why: 'there is no such parameter' };
    case 'unavailable':
      return { kind: 'none', why: reading.cause };
    case 'found': {
      const [primary, fallback, ...more] = reading.value.split(/\s+/).filter(isWebUrl);
      const isPair = primary !== undefined && fallback !== undefined && more.length === 0;
      return isPair
        ? { kind: 'found', primary, fallback }
        : { kind: 'none', why: 'it must hold two URLs, the Primary and then the Fallback URL' };
    }
  }
};

/** What is to be done about it. From a file: the key stays out of the shell's history. */
export const howToPut = (parameter: string, region: string): string =>
  'write the Primary URL and, on the next line, the Fallback URL into urls.txt, as they are pasted into Exotel, then: ' +
  `aws ssm put-parameter --region ${region} --name ${parameter} --type SecureString --overwrite --value file://urls.txt`;

/** It joins whatever query is already there. */
export const withParameter = (url: string, name: string, value: string): string => {
  const complete = new URL(url);
  complete.searchParams.append(name, value);
  return complete.href;
};

const isWebUrl = (text: string): boolean => ['http:', 'https:'].includes(URL.parse(text)?.protocol ?? '');
