import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** Seals Telegram ids for storage and makes the keyed hash by which they are found again. */
export interface Seal {
  /** AES-256-GCM; the text names its key version: `1.<base64 of nonce, tag, ciphertext>`. */
  seal(telegramId: number): string;
  /** Throws when the text was sealed with another key or altered. */
  open(sealed: string): number;
  /** HMAC-SHA256 with a key of its own: equal ids are equal, and no id can be read from it; also of texts. */
  hash(value: number | string): Buffer;
}

const VERSION = '1';

/** `dataKey` is 32 bytes; HKDF derives one key to seal and one to look up. */
export function createSeal(dataKey: Buffer): Seal {
  const derive = (use: string) => Buffer.from(hkdfSync('sha256', dataKey, '', `loa ${use} ${VERSION}`, 32));
  const sealKey = derive('seal');
  const lookupKey = derive('lookup');
  return {
    seal(telegramId) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', sealKey, nonce);
      const text = Buffer.concat([cipher.update(String(telegramId)), cipher.final()]);
      return `${VERSION}.${Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64')}`;
    },
    open(sealed) {
      const [version, body] = sealed.split('.');
      if (version !== VERSION || !body) throw new Error(`sealed with unknown key version ${version}`);
      const bytes = Buffer.from(body, 'base64');
      const decipher = createDecipheriv('aes-256-gcm', sealKey, bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(12, 28));
      return Number(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString());
    },
    hash: (value) => createHmac('sha256', lookupKey).update(String(value)).digest(),
  };
}
