/** One SecureString of Systems Manager's Parameter Store. */
import type { ParameterReading, ParameterSource } from '../domain/ports.ts';
import type { HttpResponse } from './http-exchange.ts';
import type { Send } from './signed-request.ts';

/** `endpoint` is that of Systems Manager in the parameter's Region. */
export const createParameter = (name: string, endpoint: string, send: Send): ParameterSource => ({
  name,
  read: async (signal) => {
    try {
      const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AmazonSSM.GetParameter' };
      const body = JSON.stringify({ Name: name, WithDecryption: true });
      return readingOf(await send({ method: 'POST', url: new URL(`${endpoint}/`), headers, body }, signal));
    } catch (error) {
      return { kind: 'unavailable', cause: String(error) };
    }
  },
});

const readingOf = ({ status, text }: HttpResponse): ParameterReading => {
  const answer = JSON.parse(text) as { readonly __type?: string; readonly Parameter?: { readonly Value: string } };
  if (answer.Parameter !== undefined) return { kind: 'found', value: answer.Parameter.Value };
  if (answer.__type?.endsWith('ParameterNotFound') === true) return { kind: 'missing' };
  return { kind: 'unavailable', cause: `Systems Manager answers ${status}: ${text.slice(0, 200)}` };
};
