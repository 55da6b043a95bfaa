import { plain } from '../texts.js';

/** Why a source could not be read, in words for an admin: of a server's refusal also its status, 'HTTP 404'. */
export function faultOf(locale: string, { kind, message }: { kind: string; message: string }): string {
  return plain(locale, 'admin-source-error', { kind, answer: message });
}
